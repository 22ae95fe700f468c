"""bench_lanes.py OUTPUT FOLDER make ROWS writes rows of twelve columns as Parquet, ORC, delimited text and Avro;
bench_lanes.py OUTPUT FOLDER LANE TOOL TRIES measures the CPU seconds that a tool takes for what a lane of lakelift does with these files,
on one thread: the best of its tries."""
import glob
import json
import os
import sys

os.environ["POLARS_MAX_THREADS"] = "1"
import fastavro
import polars as pl
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.orc as orc
import pyarrow.parquet as pq

from bench_rows import table
from cpu import spent

FILES = 8
ORC_CODECS = ["uncompressed", "zlib", "snappy"]


def make(count):
    os.makedirs(f"{FOLDER}/stitch")
    rows = table(count)
    size = -(-count // FILES)
    for i in range(FILES):
        part = rows.slice(i * size, size)
        pq.write_table(part, f"{FOLDER}/stitch/{i}.parquet", compression="snappy", store_decimal_as_integer=True)
    # Decimals of fixed length, which is one column that Java Paimon cannot filter.
    pq.write_table(rows, f"{FOLDER}/transcode.parquet", compression="snappy")
    for codec in ORC_CODECS:
        orc.write_table(rows, f"{FOLDER}/{codec}.orc", compression=codec)
    with open(f"{FOLDER}/text.csv", "wb") as file:
        csv.write_csv(rows, file, csv.WriteOptions(include_header=False, delimiter="|", quoting_style="none"))
    plain = rows.select(["orderkey", "partkey", "linenumber", "quantity", "discount", "mode", "comment", "maybe", "flag"])
    types = {"int64": "long", "int32": "int", "double": "double", "float": "float", "string": "string", "bool": "boolean"}
    schema = {"type": "record", "name": "r", "fields": [{"name": f.name, "type": ["null", types[str(f.type)]]} for f in plain.schema]}
    with open(f"{FOLDER}/rows.avro", "wb") as file:
        fastavro.writer(file, schema, plain.to_pylist(), codec="deflate")


def write(rows, codec):
    level = 1 if codec == "zstd" else None
    pq.write_table(rows, f"{FOLDER}/written.parquet", compression=codec, compression_level=level, store_decimal_as_integer=True)


def read_avro():
    with open(f"{FOLDER}/rows.avro", "rb") as file:
        return pa.Table.from_pylist(list(fastavro.reader(file)))


def works():
    """What each tool does in each lane."""
    small, whole, out = sorted(glob.glob(f"{FOLDER}/stitch/*")), f"{FOLDER}/transcode.parquet", f"{FOLDER}/polars.parquet"
    zstd = {"compression": "zstd", "compression_level": 1}
    return {
        ("stitch", "pyarrow"): lambda: write(pa.concat_tables([pq.read_table(path) for path in small]), "snappy"),
        ("stitch", "polars"): lambda: pl.concat([pl.read_parquet(path) for path in small]).write_parquet(out, compression="snappy"),
        ("transcode", "pyarrow"): lambda: write(pq.read_table(whole), "snappy"),
        ("transcode", "polars"): lambda: pl.read_parquet(whole).write_parquet(out, compression="snappy"),
        **{
            (f"convert {codec} ORC", "pyarrow"): lambda codec=codec: write(orc.read_table(f"{FOLDER}/{codec}.orc"), "zstd")
            for codec in ORC_CODECS
        },
        ("convert Avro", "fastavro and pyarrow"): lambda: write(read_avro(), "zstd"),
        ("convert Avro", "polars"): lambda: pl.read_avro(f"{FOLDER}/rows.avro").write_parquet(out, **zstd),
    }


OUTPUT, FOLDER, LANE = sys.argv[1:4]
pa.set_cpu_count(1)
if LANE == "make":
    make(int(sys.argv[4]))
    result = None
else:
    work = works()[LANE, sys.argv[4]]
    result = min(spent(work)[1] for _ in range(int(sys.argv[5])))
json.dump(result, open(OUTPUT, "w"))
