"""insert_paimon.py OUTPUT MARKS WAREHOUSE TABLE FIRST COMMITS ROWS [URI]: inserts rows into a table of events, each commit ROWS of
them with ids from FIRST on, through a catalog in folders or, with URI, that of a Hive Metastore with its lock. Tells by files in MARKS
that it is `ready` and then that it has `inserted`, waits for `settled` there, and writes what it counts."""
import json
import os
import sys
import time

from spark import session

output, marks, warehouse, table, first, commits, rows, *uri = sys.argv[1:]
spark = session(paimon=warehouse, served_by=uri[0] if uri else None, locked=bool(uri))


def mark(name):
    open(os.path.join(marks, name), "w").close()


spark.sql(f"SELECT COUNT(*) FROM paimon.{table}").first()
mark("ready")
for n in range(int(commits)):
    start = int(first) + n * int(rows)
    spark.sql(f"""INSERT INTO paimon.{table} SELECT id, CONCAT('spark ', id), CAST(id / 100 AS DECIMAL(9, 2)), MD5(STRING(id)), id % 4
        FROM RANGE({start}, {start + int(rows)}, 1, 1)""")
mark("inserted")
while not os.path.exists(os.path.join(marks, "settled")):
    time.sleep(0.1)
spark.catalog.refreshTable(f"paimon.{table}")
counted, ids = spark.sql(f"SELECT COUNT(*), COUNT(DISTINCT id) FROM paimon.{table}").first()
snapshots = spark.sql(f"SELECT commit_kind, COUNT(*) FROM paimon.{table.replace('.', '.`', 1)}$snapshots` GROUP BY commit_kind").collect()
json.dump({"rows": counted, "ids": ids, "snapshots": {kind: count for kind, count in snapshots}}, open(output, "w"))
