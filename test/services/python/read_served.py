"""read_served.py OUTPUT METASTORE WAREHOUSE: what Spark sees through a served catalog: Hive's table made.orders, the view made.view1 on
it, and Paimon's table lake.events, whose catalog is in WAREHOUSE; and what it is told when it writes."""
import json
import os
import sys
from urllib.parse import unquote

from spark import collect, session

output, metastore, warehouse = sys.argv[1:]
spark = session(metastore=metastore, paimon=warehouse, served_by=metastore)


def first_column(statement):
    return sorted(row[0] for row in spark.sql(statement).collect())


def rows(statement):
    return sorted(collect(spark.sql(statement)))


def pruned(condition):
    """The rows that meet a condition on partitions, and the folders that were read for it."""
    frame = spark.sql(f"SELECT id FROM made.orders WHERE {condition}")
    folders = {os.path.basename(os.path.dirname(unquote(file))) for file in frame.inputFiles()}
    return {"rows": sorted(row[0] for row in frame.collect()), "folders": sorted(folders)}


def refusal(statement):
    try:
        spark.sql(statement)
        return "done"
    except Exception as error:
        return str(error)


json.dump({
    "databases": first_column("SHOW DATABASES"),
    "tables": sorted(row.tableName for row in spark.sql("SHOW TABLES IN made").collect()),
    "partitions": first_column("SHOW PARTITIONS made.orders"),
    "somePartitions": first_column("SHOW PARTITIONS made.orders PARTITION (dt = '2024-01-01')"),
    "described": {row.col_name: row.data_type for row in spark.sql("DESCRIBE made.orders").collect()},
    "all": pruned("true"),
    "byDay": pruned("dt = '2024-01-02'"),
    "byHour": pruned("dt >= '2024-01-01' AND hr > 4 AND hr < 8"),
    "byList": pruned("hr IN (1, 10)"),
    "byText": pruned("dt LIKE '2024-01-0%' AND hr = 1"),
    "view": rows("SELECT count(*) FROM made.view1"),
    "paimonTables": [row.tableName for row in spark.sql("SHOW TABLES IN paimon.lake").collect()],
    "paimon": rows("SELECT * FROM paimon.lake.events"),
    "paimonPruned": rows("SELECT n FROM paimon.lake.events WHERE day = 'd1'"),
    "createDatabase": refusal("CREATE DATABASE other"),
    "dropTable": refusal("DROP TABLE made.plain"),
}, open(output, "w"))
