"""bench_orc.py OUTPUT FOLDER ROWS: writes rows of twelve columns as ORC with each codec into FOLDER, and OUTPUT, the CPU seconds
pyarrow takes to read them, and to write what it read as Parquet (zstd), on one thread."""
import json
import os
import sys

import pyarrow as pa
import pyarrow.orc as orc
import pyarrow.parquet as pq

from bench_rows import table
from cpu import spent

output, folder, rows = sys.argv[1:]
pa.set_cpu_count(1)
written = table(int(rows))
# A second decimal, as ORC has its own way to write them.
written = written.set_column(3, "quantity", written["quantity"].cast(pa.decimal128(21, 2)).cast(pa.decimal128(12, 2)))
seconds = {}
for codec in ["uncompressed", "zlib", "snappy", "lz4", "zstd"]:
    path = os.path.join(folder, f"{codec}.orc")
    orc.write_table(written, path, compression=codec)
    runs = [spent(lambda: orc.read_table(path)) for _ in range(3)]
    _, writing = spent(lambda: pq.write_table(runs[0][0], os.path.join(folder, "written.parquet"), compression="zstd"))
    seconds[codec] = {"read": min(took for _, took in runs), "write": writing}
json.dump(seconds, open(output, "w"))
