"""show_tables.py OUTPUT METASTORE DATABASE LOCATION: makes Hive tables of many kinds and writes the text of their SHOW CREATE TABLE."""
import json
import sys

from hive_tables import COLUMNS
from spark import session

output, metastore, database, location = sys.argv[1:]
spark = session(metastore=metastore)
spark.sql(f"CREATE DATABASE {database} LOCATION '{location}'")
spark.sql(f"USE {database}")
for statement in [
    f"CREATE TABLE types ({COLUMNS}) COMMENT 'größe \"quoted\" it\\'s; so' STORED AS PARQUET TBLPROPERTIES ('a.b' = 'c\\'d')",
    "CREATE TABLE parts (id BIGINT COMMENT 'the id', `odd name` STRING) PARTITIONED BY (day DATE, tag STRING COMMENT 'a tag') STORED AS PARQUET",
    "ALTER TABLE parts ADD PARTITION (day = DATE '2024-01-01', tag = 'x=y/z') PARTITION (day = DATE '2024-01-02', tag = \"it's\")",
    f"CREATE EXTERNAL TABLE lines (a STRING, b MAP<STRING,INT>) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' COLLECTION ITEMS TERMINATED BY '|' LOCATION '{location}/else'",
    "CREATE TABLE columns_of_orc (s STRUCT<Up:INT,low:ARRAY<STRING>>) STORED AS ORC",
    "CREATE TABLE mixed (`UserId` BIGINT, `Amount` DECIMAL(12,2) COMMENT 'how much', day DATE) USING parquet PARTITIONED BY (day) COMMENT 'by Spark'",
    "CREATE VIEW a_view AS SELECT UserId FROM mixed",
]:
    spark.sql(statement)
shown = [f"SHOW CREATE TABLE {name}{form}" for name, form in [("types", " AS SERDE"), ("parts", " AS SERDE"), ("lines", " AS SERDE"),
                                                             ("columns_of_orc", " AS SERDE"), ("mixed", ""), ("a_view", "")]]
json.dump([spark.sql(statement).first()[0] for statement in shown], open(output, "w"))
