"""Writes what the files of corpus/ hold, as pyarrow and DuckDB read them, into corpus/*.json.gz: python generate_corpus.py.

The form is that of ../golden/generate.py. corpus/readers.json says for each file what each of the two made of it: "read", "fails", or for DuckDB "same" or
"other" than pyarrow. Where only one reads a file, its rows are the expected ones.
"""

import decimal
import gzip
import json
import math
import pathlib

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

CORPUS = pathlib.Path(__file__).parent / "corpus"


def plain(value, kind):
    if value is None:
        return None
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [plain(item, kind.value_type) for item in value]
    if pa.types.is_map(kind):
        return [[plain(k, kind.key_type), plain(v, kind.item_type)] for k, v in value]
    if pa.types.is_struct(kind):
        return [plain(value[field.name], field.type) for field in kind]
    if pa.types.is_decimal(kind):
        return str(int(value.scaleb(kind.scale, decimal.Context(prec=80))))
    if pa.types.is_int64(kind):
        return str(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if isinstance(value, float):
        return "-0" if value == 0 and math.copysign(1, value) < 0 else value
    return value


def column(array):
    kind = array.type
    if pa.types.is_timestamp(kind):
        factor = {"s": 10**9, "ms": 10**6, "us": 1000, "ns": 1}[kind.unit]
        return [None if value is None else str(value * factor) for value in array.cast(pa.int64()).to_pylist()]
    if pa.types.is_date(kind):
        # Python has no dates before the year 1.
        return array.cast(pa.int32()).to_pylist()
    return [plain(value, kind) for value in array.to_pylist()]


def rows(table):
    # By name, ignoring case: a reader may give columns in another order.
    return {name.lower(): column(table[name].combine_chunks()) for name in table.column_names}


def by_duckdb(path):
    return rows(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").to_arrow_table())


def text(value):
    return json.dumps(value, sort_keys=True)


def attempt(read, path):
    try:
        return read(path)
    except Exception as error:
        print(path.name, read.__name__, str(error).splitlines()[0])
        return None


def by_pyarrow(path):
    return rows(pq.read_table(path, coerce_int96_timestamp_unit="us", partitioning=None))


if __name__ == "__main__":
    duckdb.sql("SET TimeZone = 'UTC'")
    readers = {}
    for path in sorted(CORPUS.glob("*.parquet")):
        first, second = attempt(by_pyarrow, path), attempt(by_duckdb, path)
        agreed = "read" if first is None else "same" if text(first) == text(second) else "other"
        readers[path.name] = {"pyarrow": "fails" if first is None else "read", "duckdb": "fails" if second is None else agreed}
        expected = second if first is None else first
        if expected is not None:
            (CORPUS / f"{path.name}.json.gz").write_bytes(gzip.compress(text(expected).encode(), mtime=0))
    (CORPUS / "readers.json").write_text(json.dumps(readers, indent=2) + "\n")
