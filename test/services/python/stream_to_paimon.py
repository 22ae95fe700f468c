"""stream_to_paimon.py SOURCE WAREHOUSE TABLE CHECKPOINT SECONDS: brings the Parquet files of a Hive warehouse that come into the table's folder
into the Paimon table of the same name, by Spark structured streaming that looks every so many seconds, until it is ended."""
import os
import sys

from spark import session

COLUMNS = "id BIGINT, name STRING, amount DECIMAL(9, 2), pad STRING, p INT"

source, warehouse, table, checkpoint, seconds = sys.argv[1:]
database, name = table.split(".")
spark = session(paimon=warehouse)
spark.sql(f"CREATE DATABASE IF NOT EXISTS paimon.{database}")
spark.sql(f"CREATE TABLE IF NOT EXISTS paimon.{table} ({COLUMNS}) PARTITIONED BY (p) TBLPROPERTIES ('file.format' = 'parquet')")
stream = spark.readStream.schema(COLUMNS).parquet(f"{source}/{database}.db/{name}")
writer = stream.writeStream.format("paimon").outputMode("append").option("checkpointLocation", checkpoint)
for key, variable in [("s3.endpoint", "AWS_ENDPOINT_URL"), ("s3.access-key", "AWS_ACCESS_KEY_ID"), ("s3.secret-key", "AWS_SECRET_ACCESS_KEY")]:
    writer = writer.option(key, os.environ[variable])
writer = writer.option("s3.path.style.access", "true").trigger(processingTime=f"{seconds} seconds")
writer.start(f"{warehouse}/{database}.db/{name}").awaitTermination()
