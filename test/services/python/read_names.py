"""read_names.py OUTPUT METASTORE DATABASE TABLE...: lists a database of a metastore and reads tables by their names, be they Hive's or Paimon's."""
import json
import sys

from spark import answer, session

output, metastore, database, *tables = sys.argv[1:]
spark = session(metastore=metastore, generic=True)
listed = sorted(row.tableName for row in spark.sql(f"SHOW TABLES IN {database}").collect())
readings = {name: answer(spark.table(f"{database}.{name}")) for name in tables}
json.dump({"listed": listed, "tables": readings}, open(output, "w"))
