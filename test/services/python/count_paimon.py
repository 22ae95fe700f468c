"""count_paimon.py OUTPUT WAREHOUSE TABLE: rows and different ids of a table by Spark, and its snapshots by kind."""
import json
import sys

from spark import session

output, warehouse, table = sys.argv[1:]
spark = session(paimon=warehouse)
rows, ids = spark.sql(f"SELECT COUNT(*), COUNT(DISTINCT id) FROM paimon.{table}").first()
snapshots = spark.sql(f"SELECT commit_kind, COUNT(*) FROM paimon.{table.replace('.', '.`', 1)}$snapshots` GROUP BY commit_kind").collect()
json.dump({"rows": rows, "ids": ids, "snapshots": {kind: count for kind, count in snapshots}}, open(output, "w"))
