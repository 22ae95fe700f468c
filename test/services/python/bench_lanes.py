"""bench_lanes.py OUTPUT FOLDER ROWS: the CPU seconds that pyarrow, and polars (whose Parquet is written in Rust), take for what the lanes of
lakelift do with the files of FOLDER, on one thread. The files are written first, when FOLDER has none: rows of twelve columns as Parquet,
ORC, delimited text and Avro."""
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

from bench_rows import spent, table

FILES = 8
ORC_CODECS = ["uncompressed", "zlib", "snappy"]


def make():
    os.makedirs(f"{FOLDER}/stitch")
    rows = table(ROWS)
    size = -(-ROWS // FILES)
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


def cpu(work):
    """The better of two: the first one warms up."""
    return min(spent(work)[1], spent(work)[1])


def write(rows, codec):
    pq.write_table(rows, f"{FOLDER}/written.parquet", compression=codec, store_decimal_as_integer=True)


def read_avro():
    with open(f"{FOLDER}/rows.avro", "rb") as file:
        return pa.Table.from_pylist(list(fastavro.reader(file)))


OUTPUT, FOLDER, ROWS = sys.argv[1], sys.argv[2], int(sys.argv[3])
pa.set_cpu_count(1)
if not os.path.exists(f"{FOLDER}/stitch"):
    make()
small, whole, out = sorted(glob.glob(f"{FOLDER}/stitch/*")), f"{FOLDER}/transcode.parquet", f"{FOLDER}/polars.parquet"
seconds = {
    "stitch": {
        "pyarrow": cpu(lambda: write(pa.concat_tables([pq.read_table(path) for path in small]), "snappy")),
        "polars": cpu(lambda: pl.concat([pl.read_parquet(path) for path in small]).write_parquet(out, compression="snappy")),
    },
    "transcode": {
        "pyarrow": cpu(lambda: write(pq.read_table(whole), "snappy")),
        "polars": cpu(lambda: pl.read_parquet(whole).write_parquet(out, compression="snappy")),
    },
    **{f"convert {codec} ORC": {"pyarrow": cpu(lambda: write(orc.read_table(f"{FOLDER}/{codec}.orc"), "zstd"))} for codec in ORC_CODECS},
    "convert Avro": {
        "fastavro and pyarrow": cpu(lambda: write(read_avro(), "zstd")),
        "polars": cpu(lambda: pl.read_avro(f"{FOLDER}/rows.avro").write_parquet(out, compression="zstd")),
    },
}
json.dump(seconds, open(OUTPUT, "w"))
