"""insert_paimon.py OUTPUT MARKS FIRST COMMITS ROWS WAREHOUSE TABLE LOCKED_WAREHOUSE URI LOCKED_TABLE: inserts rows into two tables of
events, each commit ROWS of them with ids from FIRST on: through a catalog in folders, and that of a Hive Metastore at URI with its lock.
Tells by files in MARKS that it is `ready` and then that it has `inserted`, waits for `settled` there, and writes what it counts."""
import json
import os
import sys
import time

from spark import session

output, marks, first, commits, rows, warehouse, table, locked_warehouse, uri, locked_table = sys.argv[1:]
spark = session(paimon=warehouse, locked=(locked_warehouse, uri))
tables = {table: f"paimon.{table}", locked_table: f"locked.{locked_table}"}


def mark(name):
    open(os.path.join(marks, name), "w").close()


def count(name):
    counted, ids = spark.sql(f"SELECT COUNT(*), COUNT(DISTINCT id) FROM {name}").first()
    catalog, database, short = name.split(".")
    kinds = spark.sql(f"SELECT commit_kind, COUNT(*) FROM {catalog}.{database}.`{short}$snapshots` GROUP BY commit_kind").collect()
    return {"rows": counted, "ids": ids, "snapshots": {kind: number for kind, number in kinds}}


for name in tables.values():
    count(name)
mark("ready")
for n in range(int(commits)):
    start = int(first) + n * int(rows)
    for name in tables.values():
        spark.sql(f"""INSERT INTO {name} SELECT id, CONCAT('spark ', id), CAST(id / 100 AS DECIMAL(9, 2)), MD5(STRING(id)), id % 4
            FROM RANGE({start}, {start + int(rows)}, 1, 1)""")
mark("inserted")
while not os.path.exists(os.path.join(marks, "settled")):
    time.sleep(0.1)
for name in tables.values():
    spark.catalog.refreshTable(name)
json.dump({table: count(name) for table, name in tables.items()}, open(output, "w"))
