"""write_paimon.py OUTPUT ANSWERED WAREHOUSE DATABASE TABLE...: writes `<database>.by_spark` by Spark in many commits and one of
another schema; OUTPUT are Spark's answers about it and about the tables named, ANSWERED tells the snapshots they were asked at."""
import json
import sys

from spark import answer, session

COLUMNS = """id BIGINT, small SMALLINT, flag BOOLEAN, ratio DOUBLE, amount DECIMAL(9, 2), wide DECIMAL(38, 4), day DATE,
    moment TIMESTAMP, name STRING, bytes BINARY, tags ARRAY<STRING>, point STRUCT<x: INT, y: STRING>, counts MAP<STRING, INT>"""
VALUES = """id, CAST(id % 100 AS SMALLINT), id % 3 = 0, IF(id % 7 = 0, NULL, id / 8), CAST(id / 100 AS DECIMAL(9, 2)),
    CAST(id AS DECIMAL(38, 4)) * 1000000000000, DATE_ADD(DATE'2024-01-01', CAST(id % 50 AS INT)), TIMESTAMP_MICROS(id * 1000003),
    IF(id % 5 = 0, NULL, CONCAT('name ', id)), CAST(CONCAT('b', id) AS BINARY), ARRAY(CONCAT('t', id), NULL),
    NAMED_STRUCT('x', CAST(id AS INT), 'y', 'y'), MAP('k', CAST(id AS INT))"""
COMMITS, ROWS = 8, 40

output, answered, warehouse, database, *others = sys.argv[1:]
spark = session(paimon=warehouse)
spark.sql(f"CREATE DATABASE IF NOT EXISTS paimon.{database}")
table = f"paimon.{database}.by_spark"
spark.sql(f"CREATE TABLE {table} ({COLUMNS}, part STRING) PARTITIONED BY (part) TBLPROPERTIES ('file.format' = 'parquet')")
for n in range(COMMITS):
    if n == COMMITS - 2:
        spark.sql(f"ALTER TABLE {table} ADD COLUMNS (added STRING)")
    more = ", CONCAT('more ', id)" if n >= COMMITS - 2 else ""
    spark.sql(f"INSERT INTO {table} SELECT {VALUES}, part{more} FROM "
              f"(SELECT id, CONCAT('p', id % 2) AS part FROM RANGE({n * ROWS}, {(n + 1) * ROWS}, 1, 1))")
names = [f"{database}.by_spark", *others]
json.dump({name: answer(spark.table(f"paimon.{name}")) for name in names}, open(output, "w"))
snapshots = {name: spark.sql(f"SELECT MAX(snapshot_id) FROM paimon.{name.replace('.', '.`', 1)}$snapshots`").first()[0] for name in names}
json.dump(snapshots, open(answered, "w"))
