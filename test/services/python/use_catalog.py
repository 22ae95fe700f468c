"""use_catalog.py OUTPUT METASTORE WAREHOUSE: Spark works with a catalog that a Hive Metastore serves: it lists what is there, reads Hive's table
raw.days whole and pruned, reads Paimon's table lake.events, whose catalog is in WAREHOUSE,
makes the table raw.kept and one it drops again."""
import json
import os
import sys

from spark import collect, session

output, metastore, warehouse = sys.argv[1:]
spark = session(metastore=metastore, paimon=warehouse, served_by=metastore)


def first_column(statement):
    return sorted(row[0] for row in spark.sql(statement).collect())


def pruned(condition):
    """The partitions and rows that meet a condition, and the folders that were read for it."""
    frame = spark.sql(f"SELECT n, count(*) FROM raw.days WHERE {condition} GROUP BY n")
    folders = {os.path.basename(os.path.dirname(file)) for file in frame.inputFiles()}
    return {"rows": sorted(collect(frame)), "folders": sorted(folders)}


found = {
    "databases": first_column("SHOW DATABASES"),
    "tables": sorted(row.tableName for row in spark.sql("SHOW TABLES IN raw").collect()),
    "partitions": first_column("SHOW PARTITIONS raw.days"),
    "onePartition": first_column("SHOW PARTITIONS raw.days PARTITION (n = 77)"),
    "byRange": pruned("n > 4900 AND n <= 5100"),
    "byList": pruned("n IN (0, 3, 9900)"),
    "all": collect(spark.sql("SELECT count(*), count(DISTINCT n), sum(id) FROM raw.days"))[0],
    "paimonTables": [row.tableName for row in spark.sql("SHOW TABLES IN paimon.lake").collect()],
    "paimon": sorted(collect(spark.sql("SELECT n, day FROM paimon.lake.events WHERE day = 'd2'"))),
}
for name in ["kept", "gone"]:
    spark.sql(f"CREATE TABLE raw.{name} STORED AS PARQUET AS SELECT id, note FROM raw.days WHERE n = 700")
spark.sql("DROP TABLE raw.gone")
found["afterwards"] = sorted(row.tableName for row in spark.sql("SHOW TABLES IN raw").collect())
found["kept"] = sorted(collect(spark.sql("SELECT * FROM raw.kept")))
json.dump(found, open(output, "w"))
