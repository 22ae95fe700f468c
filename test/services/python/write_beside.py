"""write_beside.py OUTPUT MARKS LAKES: in each lake of the JSON file LAKES, {"warehouse": ..., "rows": ...}, Spark with Paimon makes the table w.t
and inserts as many rows, with ids from 1000 on. Then marks by a file in MARKS that it has `written`, waits for `ended` there, and writes what it
reads of each: smallest and greatest id, and the number of rows."""
import json
import os
import sys
import time

from spark import session, storage

output, marks, lakes = sys.argv[1:]
spark = session()
tables = []
for index, lake in enumerate(json.load(open(lakes))):
    catalog = f"spark.sql.catalog.lake{index}"
    spark.conf.set(catalog, "org.apache.paimon.spark.SparkCatalog")
    for key, value in {"warehouse": lake["warehouse"], **storage()}.items():
        spark.conf.set(f"{catalog}.{key}", value)
    table = f"lake{index}.w.t"
    tables.append(table)
    spark.sql(f"CREATE DATABASE IF NOT EXISTS lake{index}.w")
    spark.sql(f"CREATE TABLE {table} (id BIGINT, v STRING, p STRING) PARTITIONED BY (p)")
    if lake["rows"] > 0:
        spark.sql(f"INSERT INTO {table} SELECT id, 'spark', '0' FROM RANGE(1000, {1000 + lake['rows']}, 1, 1)")
open(os.path.join(marks, "written"), "w").close()
while not os.path.exists(os.path.join(marks, "ended")):
    time.sleep(0.1)
found = []
for table in tables:
    spark.catalog.refreshTable(table)
    found.append(list(spark.sql(f"SELECT MIN(id), MAX(id), COUNT(*) FROM {table}").first()))
json.dump(found, open(output, "w"))
