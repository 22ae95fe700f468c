"""change_paimon.py OUTPUT ANSWERS ANSWERED WAREHOUSE: reads the tables as read_spark.py does, and as of the snapshots ANSWERED names,
doubles their rows by an append, lets all snapshots but the last expire, and reads them again."""
import json
import sys

from canon import reading
from read_spark import read_all
from spark import collect, session

output, answers, answered, warehouse = sys.argv[1:]
spark = session(paimon=warehouse)


def sums(frame):
    return reading([name.lower() for name in frame.columns], collect(frame))


result = {"readings": read_all(spark, answers), "tables": {}}
for name, snapshot in json.load(open(answered)).items():
    table = f"paimon.{name}"
    found = {"then": sums(spark.sql(f"SELECT * FROM {table} VERSION AS OF {snapshot}"))}
    spark.sql(f"INSERT INTO {table} SELECT * FROM {table}")
    found["appended"] = spark.table(table).count()
    spark.sql(f"CALL paimon.sys.expire_snapshots(table => '{name}', retain_max => 1)")
    found["snapshots"] = spark.sql(f"SELECT * FROM paimon.{name.replace('.', '.`', 1)}$snapshots`").count()
    spark.catalog.refreshTable(table)
    found["expired"] = spark.table(table).count()
    result["tables"][name] = found
json.dump(result, open(output, "w"))
