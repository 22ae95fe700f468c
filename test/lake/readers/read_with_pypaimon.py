"""read_with_pypaimon.py WAREHOUSE DATABASE TABLES OUTPUT: reads the tables that write_tables.py described, whole and by each filter."""
import json
import sys

import pyarrow as pa
from pypaimon import CatalogFactory

from canon import canon, kind, literal, parameters, parse


def values_of(array, type_):
    name = kind(type_)
    if name == "DATE":
        array = array.cast(pa.int32())
    elif name == "TIMESTAMP":
        unit = {"ms": 10**6, "us": 10**3, "ns": 1}[array.type.unit]
        return [None if value is None else value * unit for value in array.cast(pa.int64()).to_pylist()]
    elif name == "DECIMAL":
        return [None if value is None else int(value.scaleb(parameters(type_)[1])) for value in array.to_pylist()]
    return array.to_pylist()


def read(table, predicate):
    builder = table.new_read_builder()
    if predicate is not None:
        builder = builder.with_filter(predicate)
    splits = builder.new_scan().plan().splits()
    files = sum(len(split.files) for split in splits)
    return files, builder.new_read().to_arrow(splits) if splits else None


def rows_of(data, columns):
    if data is None:
        return []
    columns = [[canon(value, c["type"]) for value in values_of(data.column(c["name"]), c["type"])] for c in columns]
    return [list(row) for row in zip(*columns)]


def by_filter(table, filter_):
    predicates = table.new_read_builder().new_predicate_builder()
    column, op = filter_["column"], filter_["op"]
    try:
        if op == "null":
            predicate = predicates.is_null(column)
        else:
            value = literal(parse(filter_["literal"], filter_["type"]), filter_["type"])
            make = {"=": predicates.equal, "<": predicates.less_than, ">": predicates.greater_than}[op]
            predicate = make(column, value)
        files, data = read(table, predicate)
    except Exception as error:  # The test says which ones are known.
        return {"error": f"{type(error).__name__}: {error}"}
    return {"files": files, "ids": [] if data is None else sorted(data.column("id").to_pylist())}


warehouse, database, tables, output = sys.argv[1:]
catalog = CatalogFactory.create({"warehouse": warehouse})
result = {}
for described in json.load(open(tables)):
    table = catalog.get_table(f"{database}.{described['name']}")
    files, data = read(table, None)
    filters = [by_filter(table, filter_) for filter_ in described["filters"]]
    result[described["name"]] = {"files": files, "rows": rows_of(data, described["columns"]), "filters": filters}
with open(output, "w") as file:
    json.dump(result, file)
