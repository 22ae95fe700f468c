"""read_hive.py OUTPUT METASTORE WAREHOUSE TABLE...: lists what a metastore serves, and reads its tables by Spark with Paimon."""
import json
import sys

from spark import answer, session

output, metastore, warehouse, *tables = sys.argv[1:]
spark = session(paimon=warehouse, served_by=metastore)
databases = [row.namespace for row in spark.sql("SHOW DATABASES IN paimon").collect()]
listed = [f"{db}.{row.tableName}" for db in databases for row in spark.sql(f"SHOW TABLES IN paimon.`{db}`").collect()]
readings = {name: answer(spark.table(f"paimon.{name}")) for name in tables}
json.dump({"listed": sorted(listed), "tables": readings}, open(output, "w"))
