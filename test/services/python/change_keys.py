"""change_keys.py OUTPUT WAREHOUSE TABLE WHERE...: rows of a primary-key table by Spark and the ids each condition finds, then its rows after an
upsert and a deletion by Spark, and after Spark compacted it."""
import json
import sys

from spark import session

output, warehouse, name, *conditions = sys.argv[1:]
spark = session(paimon=warehouse)
table = f"paimon.{name}"


def rows(columns="id, name, CAST(amount * 100 AS BIGINT), ts, dt", where="TRUE"):
    found = spark.sql(f"SELECT {columns} FROM {table} WHERE {where} ORDER BY id").collect()
    return [[None if value is None else str(value) for value in row] for row in found]


result = {"rows": rows(), "ids": [[id for (id,) in rows("id", where)] for where in conditions]}
spark.sql(f"INSERT INTO {table} VALUES (5, 'by Spark', 2.50, 2000000, 'a'), (300000, 'new', 2.50, 1, 'b')")
spark.sql(f"DELETE FROM {table} WHERE id = 6 AND dt = 'a'")
result["changed"] = rows()
spark.sql(f"CALL paimon.sys.compact(table => '{name}')")
spark.catalog.refreshTable(table)
result["compacted"] = rows()
json.dump(result, open(output, "w"))
