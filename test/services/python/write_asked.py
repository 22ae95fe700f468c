"""write_asked.py OUTPUT METASTORE WAREHOUSE DATABASE: writes a few small Hive tables by Spark, for questions about both sides."""
import json
import sys

from hive_tables import COLUMNS, ROW
from spark import session

output, metastore, warehouse, database = sys.argv[1:]
spark = session(metastore=metastore)
spark.conf.set("hive.exec.dynamic.partition.mode", "nonstrict")
spark.sql(f"CREATE DATABASE {database} LOCATION '{warehouse}/{database}.db'")
spark.sql(f"USE {database}")
spark.sql(f"CREATE TABLE types ({COLUMNS}) STORED AS PARQUET")
spark.sql(f"INSERT INTO types SELECT /*+ COALESCE(1) */ {ROW} FROM RANGE(0, 100)")
spark.sql("CREATE TABLE parts (id BIGINT, v STRING) PARTITIONED BY (day DATE, tag STRING) STORED AS PARQUET")
spark.sql("""INSERT INTO parts PARTITION (day, tag) SELECT /*+ COALESCE(1) */ id, CONCAT('v', id),
    IF(id % 5 = 0, NULL, DATE_ADD(DATE '2024-02-28', CAST(id % 3 AS INT))), IF(id % 2 = 0, 'a=b/c', "it's") FROM RANGE(0, 100)""")
spark.sql("CREATE TABLE grown (id BIGINT, name STRING) STORED AS PARQUET")
spark.sql("INSERT INTO grown SELECT /*+ COALESCE(1) */ id, CONCAT('n', id) FROM RANGE(0, 50)")
spark.sql("CREATE TABLE nothing (id BIGINT) STORED AS PARQUET")
json.dump(database, open(output, "w"))
