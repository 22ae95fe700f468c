"""bench_orc.py OUTPUT FOLDER ROWS: writes rows of twelve columns as ORC with each codec into FOLDER, and OUTPUT, the CPU seconds
pyarrow takes to read them, and to write what it read as Parquet (zstd), on one thread."""
import json
import os
import resource
import sys

import numpy as np
import pyarrow as pa
import pyarrow.orc as orc
import pyarrow.parquet as pq

def table():
    rng = np.random.default_rng(1)
    cents = pa.array(rng.integers(90_000, 10_000_000, ROWS)).cast(pa.decimal128(19, 0))
    return pa.table({
        "orderkey": pa.array(np.arange(ROWS) // 4 * 3),
        "partkey": pa.array(rng.integers(1, 200_000, ROWS)),
        "linenumber": pa.array(rng.integers(1, 8, ROWS), pa.int32()),
        "quantity": pa.array(rng.integers(1, 51, ROWS)).cast(pa.decimal128(21, 2)).cast(pa.decimal128(12, 2)),
        "price": cents.cast(pa.decimal128(12, 0)).cast(pa.decimal128(14, 2)),
        "discount": pa.array(rng.random(ROWS)),
        "shipdate": pa.array(rng.integers(8_000, 10_500, ROWS).astype("int32"), pa.date32()),
        "ts": pa.array(rng.integers(1_600_000_000_000_000, 1_700_000_000_000_000, ROWS), pa.timestamp("us")),
        "mode": pa.array(np.array(["AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB", "REG AIR"])[rng.integers(0, 7, ROWS)]),
        "comment": pa.array([f"comment {a} {b}" for a, b in zip(rng.integers(0, 10**9, ROWS), rng.integers(0, 10**6, ROWS))]),
        "maybe": pa.array(rng.random(ROWS).astype("float32"), mask=rng.random(ROWS) < 0.3),
        "flag": pa.array(rng.random(ROWS) < 0.5),
    })


def cpu(work):
    start = resource.getrusage(resource.RUSAGE_SELF)
    result = work()
    end = resource.getrusage(resource.RUSAGE_SELF)
    return result, end.ru_utime - start.ru_utime + end.ru_stime - start.ru_stime


output, folder, rows = sys.argv[1:]
ROWS = int(rows)
pa.set_cpu_count(1)
written = table()
seconds = {}
for codec in ["uncompressed", "zlib", "snappy", "lz4", "zstd"]:
    path = os.path.join(folder, f"{codec}.orc")
    orc.write_table(written, path, compression=codec)
    runs = [cpu(lambda: orc.read_table(path)) for _ in range(3)]
    _, writing = cpu(lambda: pq.write_table(runs[0][0], os.path.join(folder, "written.parquet"), compression="zstd"))
    seconds[codec] = {"read": min(spent for _, spent in runs), "write": writing}
json.dump(seconds, open(output, "w"))
