"""write_hive.py OUTPUT METASTORE WAREHOUSE DATABASE: writes Hive Parquet tables by Spark and OUTPUT, Spark's own answers about them."""
import json
import sys

from hive_tables import STATEMENTS, TABLES
from spark import answer, session

output, metastore, warehouse, database = sys.argv[1:]
spark = session(metastore=metastore)
spark.conf.set("hive.exec.dynamic.partition.mode", "nonstrict")
# Files of the Hive SerDe and of Spark's own writer differ: tables name which one they want.
spark.sql(f"CREATE DATABASE {database} LOCATION '{warehouse}/{database}.db'")
spark.sql(f"USE {database}")
for statement in STATEMENTS:
    if isinstance(statement, tuple):
        spark.conf.set(*statement)
    else:
        spark.sql(statement)
json.dump({f"{database}.{name}": answer(spark.table(name)) for name in TABLES}, open(output, "w"))
