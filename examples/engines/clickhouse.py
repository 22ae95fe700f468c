#!/usr/bin/env python3
"""ClickHouse as an engine of `lakelift bench run`, within this process; needs the Python package chdb.

In a suite:  engines: [{ name: clickhouse, command: [python3, examples/engines/clickhouse.py] }]
Settings of ClickHouse go after the script as key=value, such as max_threads=2. docs/bench.md describes the protocol.
"""

import json
import re
import sys
import time

from chdb import session

from engine_process import Sides, answered, folder_of, quoted, serve

CLICKHOUSE_TYPES = {
    "BOOLEAN": "Bool",
    "TINYINT": "Int8",
    "SMALLINT": "Int16",
    "INTEGER": "Int32",
    "BIGINT": "Int64",
    "FLOAT": "Float32",
    "DOUBLE": "Float64",
    "VARCHAR": "String",
    "BLOB": "String",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6, 'UTC')",
    "TIMESTAMP WITH TIME ZONE": "DateTime64(6, 'UTC')",
}
FORMATS = {"parquet": "Parquet", "orc": "ORC", "avro": "Avro"}
SETTINGS = {
    # As standard SQL has it, and the other engines.
    "join_use_nulls": "1",
    "aggregate_functions_null_for_empty": "1",
    "prefer_column_name_to_alias": "1",
    "session_timezone": "'UTC'",
    # Partition values are decoded and cast below; ClickHouse would guess their types and leave %3A as it is.
    "use_hive_partitioning": "0",
    "schema_inference_make_columns_nullable": "1",
    # Files may have different columns.
    "schema_inference_mode": "'union'",
    "output_format_json_quote_64bit_integers": "1",
    "output_format_json_quote_decimals": "1",
    "output_format_json_quote_denormals": "1",
}


def text(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


class ClickHouse:
    name = "clickhouse"

    def __init__(self, options):
        self.session = session.Session()
        for key, value in {**SETTINGS, **options}.items():
            self.session.query(f"SET {key} = {value}")
        self.version = self.rows("SELECT version()")[0][0]
        self.sides = Sides()

    def rows(self, sql):
        answer = self.session.query(sql, "JSONCompactEachRow").bytes().decode()
        return [json.loads(line) for line in answer.splitlines() if line.strip()]

    def define(self, side, table):
        """A view of the files with their columns known, so that a query opens none to learn them."""
        pattern = folder_of(table) + "/*" * (1 + len(table["partitionKeys"]))
        files = f"{text(pattern)}, '{FORMATS[table['format']]}'"
        found = self.rows(f"DESCRIBE TABLE file({files})")
        names = {}
        for name, *_ in found:
            if name.lower() in names:
                raise ValueError(f"the files have the column {name} twice, in different case")
            names[name.lower()] = name
        structure = text(", ".join(f"{quoted(name)} {kind}" for name, kind, *_ in found))
        columns = [self.column(one, names) for one in table["columns"]]
        columns += [self.key(one, table["nullPartition"]) for one in table["partitionKeys"]]
        database = quoted(self.sides.database(side, table))
        self.session.query(f"CREATE DATABASE IF NOT EXISTS {database}")
        self.session.query(
            f"CREATE VIEW {database}.{quoted(table['table'])} AS"
            f" SELECT {', '.join(columns)} FROM file({files}, {structure})"
        )

    @staticmethod
    def column(column, names):
        name = quoted(column["name"])
        known = names.get(column["name"].lower())
        if known is None:
            raise ValueError(f"no file has the column {column['name']}")
        return f"{cast(quoted(known), column.get('type'))} AS {name}"

    @staticmethod
    def key(column, null):
        """A filter on it leaves out files: ClickHouse works out such filters on their paths before it opens any."""
        directory = text("/" + re.escape(column["name"]) + "=([^/]*)/")
        value = f"nullIf(decodeURLComponent(extract(_path, {directory})), {text(null)})"
        return f"{cast(value, column['type'])} AS {quoted(column['name'])}"

    def run(self, side, sql):
        query = self.sides.query(side, sql)
        cpu, start = time.process_time(), time.perf_counter()
        rows = self.rows(query)
        return answered(rows, (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000)


def cast(value, kind):
    return value if kind is None else f"CAST({value} AS Nullable({CLICKHOUSE_TYPES.get(kind, kind)}))"


if __name__ == "__main__":
    serve(ClickHouse(dict(option.split("=", 1) for option in sys.argv[1:])))
