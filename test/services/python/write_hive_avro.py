"""write_hive_avro.py OUTPUT METASTORE WAREHOUSE DATABASE: writes Avro tables by Hive's own writer, and OUTPUT, their rows as Hive's reader
gives them to Spark, in the form of dump.py."""
import json
import sys

from dump import dump
from spark import session

output, metastore, warehouse, database = sys.argv[1:]
spark = session(metastore=metastore)
spark.sql(f"CREATE DATABASE {database} LOCATION '{warehouse}/{database}.db'")
spark.sql(f"USE {database}")

COLUMNS = """id INT, l BIGINT, b BOOLEAN, f FLOAT, d DOUBLE, dec DECIMAL(38,18), narrow DECIMAL(5,0), str STRING, ch CHAR(5), vc VARCHAR(3), bin BINARY,
    dt DATE, arr ARRAY<STRING>, m MAP<STRING,INT>, st STRUCT<a:INT,b:ARRAY<INT>>"""
ROWS = """
    SELECT 1, BIGINT('-9223372036854775808'), true, FLOAT('NaN'), DOUBLE('NaN'), CAST('-99999999999999999999.999999999999999999' AS DECIMAL(38,18)),
      CAST(-99999 AS DECIMAL(5,0)), '', '', '', UNHEX(''), DATE '0001-01-01', ARRAY(), MAP(), NAMED_STRUCT('a', CAST(NULL AS INT), 'b', ARRAY())
    UNION ALL SELECT 2, 9223372036854775807L, false, FLOAT(-0.0), DOUBLE('-0.0'), CAST('99999999999999999999.999999999999999999' AS DECIMAL(38,18)),
      CAST(99999 AS DECIMAL(5,0)), 'größe 日本 𝄞', '日本', 'ä𝄞', UNHEX('00FF'), DATE '9999-12-31', ARRAY('', NULL, 'x'), MAP('', NULL, 'k', 1),
      NAMED_STRUCT('a', 1, 'b', ARRAY(NULL, 2))
    UNION ALL SELECT 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    UNION ALL SELECT 4, 0L, true, FLOAT('Infinity'), DOUBLE('-Infinity'), CAST('0.000000000000000001' AS DECIMAL(38,18)), CAST(0 AS DECIMAL(5,0)),
      'line\\nbreak\\ttab\\u0001', 'a b', ' ', UNHEX('0A'), DATE '1582-10-04', NULL, NULL, NULL
    UNION ALL SELECT 5, 1L, true, FLOAT(1e-45), DOUBLE(4.9e-324), CAST(1 AS DECIMAL(38,18)), CAST(1 AS DECIMAL(5,0)), 'x', 'x', 'x', UNHEX('01'),
      DATE '1582-10-15', ARRAY('y'), MAP('z', 0), NAMED_STRUCT('a', 0, 'b', NULL)
"""
# Java applies the aliases of fields only between records of one name.
DECLARED = {"type": "record", "name": "edges_deflate", "namespace": database, "fields": [
    {"name": "Extra", "type": ["string", "null"], "default": "new"}, {"name": "words", "aliases": ["str"], "type": ["null", "string"]},
    {"name": "id", "type": ["null", "long"]}, {"name": "d", "type": ["null", "double"]}]}

tables = []
for codec in ["null", "deflate", "snappy", "bzip2", "xz"]:
    spark.sql(f"SET hive.exec.compress.output={str(codec != 'null').lower()}")
    spark.sql(f"SET avro.output.codec={codec}")
    name = f"edges_{codec}"
    spark.sql(f"CREATE TABLE {name} ({COLUMNS}) STORED AS AVRO")
    spark.sql(f"INSERT INTO {name} {ROWS}")
    tables.append(name)
location = spark.sql("DESCRIBE FORMATTED edges_deflate").where("col_name = 'Location'").first().data_type
spark.sql(f"""CREATE EXTERNAL TABLE evolved ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
    STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
    OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat' LOCATION '{location}'
    TBLPROPERTIES ('avro.schema.literal'='{json.dumps(DECLARED)}')""")
tables.append("evolved")
json.dump({**{name: dump(spark, name) for name in tables}, "declared": json.dumps(DECLARED)}, open(output, "w"), ensure_ascii=False)
