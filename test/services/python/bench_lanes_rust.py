"""bench_lanes_rust.py OUTPUT FOLDER LANE TRIES: the CPU seconds that the Rust crate `parquet` takes, which arro3 hands to Python as it is, for
what a lane of lakelift does with the files of bench_lanes.py: the best of its tries."""
import glob
import json
import sys

from arro3.core import DataType, Field, RecordBatchReader, Schema
from arro3.io import read_csv, read_parquet, write_parquet

from cpu import spent

OUTPUT, FOLDER, LANE, TRIES = sys.argv[1:]
WRITTEN = f"{FOLDER}/rust.parquet"
# With batches of these sizes it takes the least, of 1,024 (its default) to 1,048,576.
PARQUET_ROWS, TEXT_ROWS = 65_536, 8_192
LONG, TEXT = DataType.int64(), DataType.string()
TEXT_COLUMNS = {
    "orderkey": LONG, "partkey": LONG, "linenumber": DataType.int32(), "quantity": LONG, "price": DataType.decimal128(14, 2),
    "discount": DataType.float64(), "shipdate": DataType.date32(), "ts": DataType.timestamp("us"), "mode": TEXT, "comment": TEXT,
    "maybe": DataType.float32(), "flag": DataType.bool(),
}


def read(path):
    return read_parquet(path, batch_size=PARQUET_ROWS)


def stitch():
    readers = [read(path) for path in sorted(glob.glob(f"{FOLDER}/stitch/*"))]
    batches = [batch for reader in readers for batch in reader]
    write_parquet(RecordBatchReader.from_batches(readers[0].schema, batches), WRITTEN, compression="snappy")


def text():
    schema = Schema([Field(name, of) for name, of in TEXT_COLUMNS.items()])
    rows = read_csv(f"{FOLDER}/text.csv", schema, has_header=False, delimiter="|", batch_size=TEXT_ROWS)
    write_parquet(rows, WRITTEN, compression="zstd(1)")


WORKS = {
    "stitch": stitch,
    "transcode": lambda: write_parquet(read(f"{FOLDER}/transcode.parquet"), WRITTEN, compression="snappy"),
    "convert text": text,
}
json.dump(min(spent(WORKS[LANE])[1] for _ in range(int(TRIES))), open(OUTPUT, "w"))
