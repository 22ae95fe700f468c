"""write_spark.py FOLDER: Spark's own writer in its modes, and spark.json, what Spark in UTC reads of each file: id, date, timestamp."""
import json
import pathlib
import shutil
import sys
import tempfile

from pyspark.sql import SparkSession

folder = pathlib.Path(sys.argv[1])
rows = [line.split("\t") for line in pathlib.Path(sys.argv[1], "rows.txt").read_text().splitlines()]
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
readings = {}
for zone in ("UTC", "America/Los_Angeles", "Asia/Shanghai"):
    for kind in ("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS"):
        for mode in ("LEGACY", "CORRECTED"):
            if mode == "CORRECTED" and zone != "UTC":
                continue
            name = f"spark-{zone.split('/')[-1]}-{kind.split('_')[-1].lower()}-{mode.lower()}.parquet"
            spark.conf.set("spark.sql.session.timeZone", zone)
            spark.conf.set("spark.sql.parquet.outputTimestampType", kind)
            for key in ("datetimeRebaseModeInWrite", "int96RebaseModeInWrite"):
                spark.conf.set(f"spark.sql.parquet.{key}", mode)
            values = ", ".join(f"({i}, '{d}', '{t}')" if d != "\\N" else f"({i}, NULL, NULL)" for i, d, t in rows)
            frame = spark.sql(f"SELECT CAST(id AS INT) id, CAST(dt AS DATE) dt, CAST(ts AS TIMESTAMP) ts FROM VALUES {values} AS v(id, dt, ts)")
            with tempfile.TemporaryDirectory() as aside:
                frame.coalesce(1).write.parquet(f"{aside}/out")
                shutil.copy(next(pathlib.Path(aside, "out").glob("part-*.parquet")), folder / name)
            spark.conf.set("spark.sql.session.timeZone", "UTC")
            read = spark.read.parquet(str(folder / name)).selectExpr("id", "CAST(dt AS STRING)", "CAST(ts AS STRING)").collect()
            readings[name] = [list(row) for row in read]
(folder / "spark.json").write_text(json.dumps(readings) + "\n")
