"""count_paimon.py OUTPUT WAREHOUSE TABLE: what Spark sees of a table of events: rows, different ids, the first and the last one, a checksum of
all values, and its snapshots by kind."""
import json
import sys

from spark import session

output, warehouse, table = sys.argv[1:]
spark = session(paimon=warehouse)
rows, ids, first, last, checksum = spark.sql(f"""SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id),
    SUM(CAST(XXHASH64(id, name, amount, pad, CAST(p AS STRING)) AS DECIMAL(38))) FROM paimon.{table}""").first()
snapshots = spark.sql(f"SELECT commit_kind, COUNT(*) FROM paimon.{table.replace('.', '.`', 1)}$snapshots` GROUP BY commit_kind").collect()
json.dump({"rows": rows, "ids": ids, "first": first, "last": last, "checksum": str(checksum),
           "snapshots": {kind: count for kind, count in snapshots}}, open(output, "w"))
