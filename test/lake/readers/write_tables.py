"""write_tables.py FOLDER OUTPUT: writes the Parquet files of tables.py; OUTPUT tells their statistics and what readers must find."""
import json
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

from canon import canon, is_nested, kind, literal, parameters, with_zone
from tables import HIVE_NULL, all_tables

SIMPLE = {
    "BOOLEAN": pa.bool_(), "TINYINT": pa.int8(), "SMALLINT": pa.int16(), "INT": pa.int32(), "BIGINT": pa.int64(),
    "FLOAT": pa.float32(), "DOUBLE": pa.float64(), "STRING": pa.string(), "CHAR": pa.string(), "VARCHAR": pa.string(),
    "BYTES": pa.binary(), "DATE": pa.date32(),
}  # fmt: skip


def arrow_type(type_):
    name = kind(type_)
    if name == "DECIMAL":
        return pa.decimal128(*parameters(type_))
    if name == "TIMESTAMP":
        unit = {3: "ms", 6: "us", 9: "ns"}[parameters(type_)[0]]
        return pa.timestamp(unit, tz="UTC" if with_zone(type_) else None)
    if name == "ARRAY":
        return pa.list_(arrow_type(type_["element"]))
    if name == "MAP":
        return pa.map_(pa.string(), arrow_type(type_["value"]))
    if name == "ROW":
        return pa.struct([(field["name"], arrow_type(field["type"])) for field in type_["fields"]])
    return SIMPLE[name]


def arrow_array(values, type_):
    name = kind(type_)
    if name == "TIMESTAMP":
        divisor = 10 ** (9 - parameters(type_)[0])
        values = [None if value is None else value // divisor for value in values]
    elif name == "DECIMAL":
        values = [None if value is None else literal(value, type_) for value in values]
    elif name == "MAP":
        values = [None if value is None else list(value.items()) for value in values]
    return pa.array(values, arrow_type(type_))


def is_nan(value):
    return isinstance(value, float) and value != value


def order(value):
    return value.encode() if isinstance(value, str) else value


def statistics(values, type_):
    present = [value for value in values if value is not None]
    known = {"nullCount": len(values) - len(present)}
    if is_nested(type_) or not present or any(map(is_nan, present)):
        return known
    return {**known, "min": canon(min(present, key=order), type_), "max": canon(max(present, key=order), type_)}


def partition_value(raw, type_):
    """The value of a partition's text, found by other means than the program under test."""
    if raw == HIVE_NULL:
        return None
    name = kind(type_)
    if name in ("STRING", "CHAR", "VARCHAR"):
        return raw
    if name == "BOOLEAN":
        return raw == "true"
    if name == "DATE":
        return pa.scalar(raw).cast(pa.date32()).cast(pa.int32()).as_py()
    if name == "DECIMAL":
        whole, _, fraction = raw.partition(".")
        return int(whole + fraction.ljust(parameters(type_)[1], "0"))
    return int(raw)


def write_file(path, table, rows):
    columns = [arrow_array([row[index] for row in rows], type_) for index, (_, type_) in enumerate(table["columns"])]
    data = pa.table(columns, names=[name for name, _ in table["columns"]])
    options = {"use_deprecated_int96_timestamps": True} if table.get("int96") else {"store_decimal_as_integer": True}
    pq.write_table(data, path, compression="zstd", **options)
    return os.path.getsize(path)


def filters(columns, rows):
    """=, <, > against the least, a middle and the greatest value of each column, and IS NULL."""
    for index, (name, type_) in enumerate(columns):
        ids = lambda test: sorted(row[0] for row in rows if test(row[index]))
        yield {"column": name, "type": type_, "op": "null", "literal": None, "ids": ids(lambda value: value is None)}
        if is_nested(type_):
            continue
        usable = [row[index] for row in rows if row[index] is not None and not is_nan(row[index])]
        values = sorted({canon(value, type_): value for value in usable}.values(), key=order)
        if not values:
            continue
        for chosen in {canon(values[at], type_): values[at] for at in (0, len(values) // 2, -1)}.values():
            tests = {
                "=": lambda value: value is not None and order(value) == order(chosen),
                "<": lambda value: value is not None and order(value) < order(chosen),
                # Java orders NaN above everything, SQL engines agree.
                ">": lambda value: value is not None and (is_nan(value) or order(value) > order(chosen)),
            }
            for op, test in tests.items():
                yield {"column": name, "type": type_, "op": op, "literal": canon(chosen, type_), "ids": ids(test)}


def describe(folder, table):
    files, all_rows = [], []
    for number, file in enumerate(table["files"]):
        name = f"data-{table['name']}-{number}-0.parquet"
        size = write_file(os.path.join(folder, name), table, file["rows"])
        by_column = {
            column: statistics([row[index] for row in file["rows"]], type_)
            for index, (column, type_) in enumerate(table["columns"])
        }
        files.append({"partition": file["partition"], "name": name, "size": size, "rows": len(file["rows"]), "statistics": by_column})
        keys = [partition_value(raw, type_) for raw, (_, type_) in zip(file["partition"], table["keys"])]
        all_rows += [[*row, *keys] for row in file["rows"]]
    columns = [*table["columns"], *table["keys"]]
    return {
        "name": table["name"],
        "columns": [{"name": name, "type": type_} for name, type_ in columns],
        "partitionKeys": [name for name, _ in table["keys"]],
        "files": files,
        "rows": [[canon(value, type_) for value, (_, type_) in zip(row, columns)] for row in all_rows],
        "filters": list(filters(columns, all_rows)),
    }


folder, output = sys.argv[1:]
os.makedirs(folder)
with open(output, "w") as file:
    json.dump([describe(folder, table) for table in all_tables()], file)
