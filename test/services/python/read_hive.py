"""read_hive.py OUTPUT METASTORE TABLE...: lists the databases of a metastore and reads its tables by Spark, through its Paimon catalog."""
import json
import sys

from spark import answer, session

output, metastore, *tables = sys.argv[1:]
spark = session(metastore=metastore)
listed = sorted(f"{row.namespace}.{row.tableName}" for db in spark.sql("SHOW DATABASES").collect() for row in spark.sql(f"SHOW TABLES IN `{db.namespace}`").collect())
readings = {"listed": listed, "tables": {name: answer(spark.table(name)) for name in tables}}
json.dump(readings, open(output, "w"))
