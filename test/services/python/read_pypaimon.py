"""read_pypaimon.py OUTPUT ANSWERS WAREHOUSE: as read_spark.py, by pypaimon."""
import json
import os
import sys

import pyarrow as pa
from pypaimon import CatalogFactory

from canon import from_json, reading


def plain(value, type_):
    if value is None:
        return None
    if pa.types.is_map(type_):
        return {plain(k, type_.key_type): plain(v, type_.item_type) for k, v in value}
    if pa.types.is_list(type_):
        return [plain(item, type_.value_type) for item in value]
    if pa.types.is_struct(type_):
        return [plain(value[field.name], field.type) for field in type_]
    return value


def rows_of(data):
    columns = [[plain(value, column.type) for value in column.to_pylist()] for column in data.columns]
    return list(zip(*columns)) if columns else []


def scan(table, predicate=None):
    builder = table.new_read_builder()
    if predicate is not None:
        builder = builder.with_filter(predicate)
    splits = builder.new_scan().plan().splits()
    return builder.new_read().to_arrow(splits)


def by_filters(table, filters):
    make = table.new_read_builder().new_predicate_builder()
    result = {}
    for column, filter_ in filters.items():
        found = {"value": filter_["value"], "isNull": scan(table, make.is_null(column)).num_rows}
        if filter_["value"] is not None:
            literal = from_json(filter_["value"])
            found["equal"] = scan(table, make.equal(column, literal)).num_rows
            found["less"] = scan(table, make.less_than(column, literal)).num_rows
        result[column] = found
    return result


output, answers, warehouse = sys.argv[1:]
catalog = CatalogFactory.create({
    "warehouse": warehouse,
    "fs.s3.endpoint": os.environ.get("AWS_ENDPOINT_URL", ""),
    "fs.s3.accessKeyId": os.environ.get("AWS_ACCESS_KEY_ID", ""),
    "fs.s3.accessKeySecret": os.environ.get("AWS_SECRET_ACCESS_KEY", ""),
    "fs.s3.region": os.environ.get("AWS_REGION", ""),
})
readings = {}
for name, expected in json.load(open(answers)).items():
    table = catalog.get_table(name)
    data = scan(table)
    readings[name] = {**reading(data.column_names, rows_of(data)), "filters": by_filters(table, expected["filters"])}
json.dump(readings, open(output, "w"))
