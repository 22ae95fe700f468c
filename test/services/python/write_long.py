"""write_long.py FILE FIRST ROWS KIND: a Parquet file of one row group with a key and a text, in pages of 1 MiB: `long` ones of 2,000 random
characters, or `repeated`, five of 1,000 characters that a dictionary holds."""
import hashlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

file, first, rows, kind = sys.argv[1:]
ids = range(int(first), int(first) + int(rows))
texts = {
    "long": lambda i: hashlib.shake_128(str(i).encode()).hexdigest(1000),
    "repeated": lambda i: str(i % 5) * 1000,
}[kind]
table = pa.table({"id": pa.array(ids, pa.int64()), "text": pa.array([texts(i) for i in ids], pa.string())})
pq.write_table(table, file, row_group_size=int(rows), use_dictionary=kind == "repeated", compression="snappy")
