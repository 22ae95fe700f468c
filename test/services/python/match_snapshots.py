"""match_snapshots.py OUTPUT SOURCE ROWS TABLE WAREHOUSE...: compares a table of events in each warehouse with the Parquet files below SOURCE, in
each snapshot the table has and as it is now. File n has the ids from n * ROWS on; its rows are compared by their number and a checksum."""
import json
import sys

from pyspark.sql.functions import expr
from spark import session

output, source, rows, table, *warehouses = sys.argv[1:]
spark = session()


def files(frame):
    """By the number of the file: how many rows there are, and the checksum of all their values."""
    checksum = "SUM(CAST(XXHASH64(id, name, amount, pad, CAST(p AS STRING)) AS DECIMAL(38)))"
    grouped = frame.groupBy(expr(f"id DIV {rows}")).agg(expr("COUNT(*)"), expr(checksum))
    return {n: (count, sum) for n, count, sum in grouped.collect()}


expected = files(spark.read.parquet(source))


def compared(frame):
    found = files(frame)
    return {"files": len(found), "wrong": sorted(n for n in found if found[n] != expected.get(n))}


result = []
for number, warehouse in enumerate(warehouses):
    catalog = f"lake{number}"
    spark.conf.set(f"spark.sql.catalog.{catalog}", "org.apache.paimon.spark.SparkCatalog")
    spark.conf.set(f"spark.sql.catalog.{catalog}.warehouse", warehouse)
    name = f"{catalog}.{table}"
    snapshots = spark.sql(f"SELECT snapshot_id, commit_kind FROM {name.rsplit('.', 1)[0]}.`{table.split('.')[1]}$snapshots` ORDER BY 1").collect()
    then = [{"id": id, "kind": kind, **compared(spark.sql(f"SELECT * FROM {name} VERSION AS OF {id}"))} for id, kind in snapshots]
    result.append({"snapshots": then, "now": compared(spark.table(name))})
json.dump({"source": len(expected), "lakes": result}, open(output, "w"))
