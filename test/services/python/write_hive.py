"""write_hive.py OUTPUT METASTORE WAREHOUSE DATABASE: writes Hive Parquet tables by Spark and OUTPUT, Spark's own answers about them."""
import json
import sys

from hive_tables import HIVE_WRITER, OF_TWO_FORMATS, SPARK_WRITER, STATEMENTS, TABLES
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
    elif callable(statement):
        conf = spark._jvm.org.apache.hadoop.hive.conf.HiveConf()
        conf.set("hive.metastore.uris", metastore)
        statement(spark._jvm.org.apache.hadoop.hive.metastore.HiveMetaStoreClient(conf), database)
    else:
        spark.sql(statement)


def answer_of(name):
    # Only the Hive SerDes read each partition by its own format; they do not know all of Spark's Parquet.
    spark.conf.set(*(HIVE_WRITER if name in OF_TWO_FORMATS else SPARK_WRITER))
    return answer(spark.table(name))


json.dump({f"{database}.{name}": answer_of(name) for name in TABLES}, open(output, "w"))
