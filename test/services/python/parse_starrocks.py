"""Parses DDL of StarRocks by sqlglot, which is not ours: parse_starrocks.py OUTPUT FILE writes what each CREATE TABLE says as JSON."""

import json
import sys

import sqlglot
from sqlglot import exp


def table_of(create):
    schema = create.this

    def comment(column):
        found = column.find(exp.CommentColumnConstraint)
        return None if found is None else found.this.this

    columns = [
        [column.name, column.kind.sql("hive").lower(), comment(column)] for column in schema.expressions
    ]
    properties = create.args["properties"].expressions

    def of(kind):
        return next((each for each in properties if isinstance(each, kind)), None)

    partitions = of(exp.PartitionedByProperty)
    said = of(exp.SchemaCommentProperty)
    return {
        "name": schema.this.name,
        "columns": columns,
        "partitionKeys": [] if partitions is None else [each.name for each in partitions.this.expressions],
        "comment": None if said is None else said.this.this,
        "distributed": of(exp.DistributedByProperty).args["kind"],
    }


output, source = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    statements = sqlglot.parse(file.read(), dialect="starrocks", error_level=sqlglot.ErrorLevel.RAISE)
made = [each for each in statements if each is not None]
unknown = [type(each).__name__ for each in made if not isinstance(each, exp.Create)]
tables = [table_of(each) for each in made if isinstance(each, exp.Create) and each.kind == "TABLE"]
with open(output, "w", encoding="utf-8") as file:
    json.dump({"unknown": unknown, "tables": tables}, file)
