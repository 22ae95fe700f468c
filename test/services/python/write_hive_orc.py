"""write_hive_orc.py OUTPUT METASTORE WAREHOUSE DATABASE: writes ORC tables by Spark's own and by Hive's writer, and OUTPUT, what dump.py
says of them."""
import json
import sys

from dump import dump
from hive_tables import COLUMNS, ROW
from spark import session

output, metastore, warehouse, database = sys.argv[1:]
spark = session(metastore=metastore)
spark.sql(f"CREATE DATABASE {database} LOCATION '{warehouse}/{database}.db'")
spark.sql(f"USE {database}")

EDGES = """id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, dec DECIMAL(38,18), narrow DECIMAL(5,0), str STRING, ch CHAR(5),
    vc VARCHAR(3), bin BINARY, dt DATE, ts TIMESTAMP, arr ARRAY<STRING>, m MAP<STRING,INT>, st STRUCT<a:INT,b:ARRAY<INT>>"""
EDGE_ROWS = """
    SELECT 1, -128Y, -32768S, INT(-2147483648), BIGINT('-9223372036854775808'), FLOAT('NaN'), DOUBLE('NaN'),
      CAST('-99999999999999999999.999999999999999999' AS DECIMAL(38,18)), CAST(-99999 AS DECIMAL(5,0)), '', '', '', UNHEX(''),
      DATE '0001-01-01', TIMESTAMP '0001-01-01 00:00:00', ARRAY(), MAP(), NAMED_STRUCT('a', CAST(NULL AS INT), 'b', ARRAY())
    UNION ALL SELECT 2, 127Y, 32767S, 2147483647, 9223372036854775807L, FLOAT(-0.0), DOUBLE('-0.0'),
      CAST('99999999999999999999.999999999999999999' AS DECIMAL(38,18)), CAST(99999 AS DECIMAL(5,0)), 'größe 日本 𝄞', '日本', 'ä𝄞', UNHEX('00FF'),
      DATE '9999-12-31', TIMESTAMP '9999-12-31 23:59:59.999999', ARRAY('', NULL, 'x'), MAP('', NULL, 'k', 1), NAMED_STRUCT('a', 1, 'b', ARRAY(NULL, 2))
    UNION ALL SELECT 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    UNION ALL SELECT 4, 0Y, 0S, 0, 0L, FLOAT('Infinity'), DOUBLE('-Infinity'), CAST('0.000000000000000001' AS DECIMAL(38,18)), CAST(0 AS DECIMAL(5,0)),
      'line\\nbreak\\ttab\\u0001', 'a b', ' ', UNHEX('0A'), DATE '1582-10-04', TIMESTAMP '1582-10-04 23:59:59.999999', NULL, NULL, NULL
    UNION ALL SELECT 5, 1Y, 1S, 1, 1L, FLOAT(1e-45), DOUBLE(4.9e-324), CAST(1 AS DECIMAL(38,18)), CAST(1 AS DECIMAL(5,0)),
      'x', 'x', 'x', UNHEX('01'), DATE '1582-10-15', TIMESTAMP '1582-10-15 00:00:00', ARRAY('y'), MAP('z', 0), NAMED_STRUCT('a', 0, 'b', NULL)
    UNION ALL SELECT 6, 1Y, 1S, 1, 1L, FLOAT(3.4028235e38), DOUBLE(1.7976931348623157e308), CAST(1 AS DECIMAL(38,18)), CAST(1 AS DECIMAL(5,0)),
      'x', 'x', 'x', UNHEX('01'), DATE '1500-03-01', TIMESTAMP '1500-03-01 12:00:00.000001', ARRAY('y'), MAP('z', 0), NAMED_STRUCT('a', 0, 'b', NULL)
"""
# The whole day around changes of the clocks; 1900 is where Java's time zones begin.
TIMES = ["1899-12-31 23:59:59.5", "1900-01-01 12:00:00", "1969-12-31 23:59:58.000001", "1970-01-01 00:00:00", "1986-05-04 12:00:00",
         "1988-07-01 00:00:00.123456", "2015-01-01 00:00:00", "2015-03-08 01:59:59.999999", "2015-03-08 03:00:00", "2015-07-04 12:30:00.5",
         "2015-11-01 03:00:00", "2024-02-29 23:59:59.999"]


def write(name, columns, query, codec, writer):
    spark.conf.set("spark.sql.hive.convertMetastoreOrc", str(writer == "spark").lower())
    spark.sql(f"CREATE TABLE {name} ({columns}) STORED AS ORC TBLPROPERTIES ('orc.compress'='{codec}')")
    spark.sql(f"INSERT INTO {name} {query}")


def in_zone(zone):
    spark.conf.set("spark.sql.session.timeZone", zone)
    jvm = spark._jvm.java.util.TimeZone
    jvm.setDefault(jvm.getTimeZone(zone))


tables = []
for writer, codecs in {"spark": ["NONE", "ZLIB", "SNAPPY", "LZ4", "ZSTD"], "hive": ["NONE", "ZLIB", "SNAPPY"]}.items():
    for codec in codecs:
        name = f"types_{writer}_{codec.lower()}"
        write(name, COLUMNS, f"SELECT /*+ COALESCE(1) */ {ROW} FROM RANGE(0, 3000)", codec, writer)
        tables.append((name, "UTC"))
    write(f"edges_{writer}", EDGES, EDGE_ROWS, "ZLIB", writer)
    tables.append((f"edges_{writer}", "UTC"))
    for zone in ["Asia/Shanghai", "America/Los_Angeles"]:
        in_zone(zone)
        name = f"times_{writer}_{zone.split('/')[1].lower()}"
        rows = ", ".join(f"({i}, TIMESTAMP '{time}')" for i, time in enumerate(TIMES))
        write(name, "id INT, ts TIMESTAMP", f"VALUES {rows}", "ZLIB", writer)
        tables.append((name, zone))
        in_zone("UTC")
# The same files under a table whose columns were widened, reordered and added, as Hive's own reader gives them.
location = spark.sql("DESCRIBE FORMATTED edges_spark").where("col_name = 'Location'").first().data_type
spark.sql(f"""CREATE EXTERNAL TABLE evolved (s INT, t BIGINT, f DOUBLE, i DECIMAL(12,2), st STRUCT<b:ARRAY<BIGINT>,c:STRING,a:BIGINT>, more STRING,
    id BIGINT) STORED AS ORC LOCATION '{location}'""")
tables.append(("evolved", "UTC"))


def read(name, zone):
    in_zone(zone)
    spark.conf.set("spark.sql.hive.convertMetastoreOrc", str(name != "evolved").lower())
    return dump(spark, name)


json.dump({name: read(name, zone) for name, zone in tables}, open(output, "w"), ensure_ascii=False)
