"""Writes the RCFiles of this folder with Hive's own writer through Spark, and values.json, their rows as Hive's reader gives them in the
form of dump.py, which are the same for all: python generate.py."""
import glob
import json
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "services/python"))
from dump import dump
from hive import hive_session

HERE = pathlib.Path(__file__).parent
FOLDER = tempfile.mkdtemp()
spark = hive_session(FOLDER)
COLUMNS = """id INT, b BOOLEAN, t TINYINT, s SMALLINT, l BIGINT, f FLOAT, d DOUBLE, dec DECIMAL(38,18), str STRING, ch CHAR(5), vc VARCHAR(3), bin BINARY,
    dt DATE, arr ARRAY<STRING>, m MAP<STRING,INT>, st STRUCT<a:INT,b:ARRAY<INT>,c:STRING,d:BIGINT,e:INT,f:INT,g:INT,h:INT,i:DOUBLE>"""
STRUCT = "NAMED_STRUCT('a', {a}, 'b', {b}, 'c', {c}, 'd', 5L, 'e', NULL, 'f', 1, 'g', 2, 'h', 3, 'i', {i})"
EDGES = f"""
    SELECT 1, true, -128Y, -32768S, BIGINT('-9223372036854775808'), FLOAT('NaN'), DOUBLE('NaN'), CAST('-99999999999999999999.999999999999999999' AS DECIMAL(38,18)),
      '', 'a', 'b', UNHEX('00'), DATE '1582-10-15', ARRAY(), MAP(), {STRUCT.format(a="NULL", b="ARRAY()", c="''", i="1.5D")}
    UNION ALL SELECT 2, false, 127Y, 32767S, 9223372036854775807L, FLOAT(-0.0), DOUBLE('-0.0'), CAST('99999999999999999999.999999999999999999' AS DECIMAL(38,18)),
      'größe 日本 𝄞', '日本', 'ä𝄞', UNHEX('00FF'), DATE '9999-12-31', ARRAY('x', NULL, 'größe'), MAP('k', 1, 'n', NULL), {STRUCT.format(a="1", b="ARRAY(NULL, 2)", c="NULL", i="NULL")}
    UNION ALL SELECT 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    UNION ALL SELECT 4, true, 0Y, 0S, 0L, FLOAT('Infinity'), DOUBLE('-Infinity'), CAST('0.000000000000000001' AS DECIMAL(38,18)), 'a b', 'a b', ' ', UNHEX('0A'),
      DATE '1970-01-01', NULL, NULL, NULL"""
MANY = "UNION ALL SELECT id + 5, true, 1Y, 1S, id, 1, 1, 1, CONCAT('same', id % 2), 'x', 'y', NULL, NULL, NULL, NULL, NULL FROM RANGE(0, 300)"
BINARY = "org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe"
TEXT = "org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe"
tables = []


def write(name, serde, codec):
    spark.sql(f"SET hive.exec.compress.output={str(codec is not None).lower()}")
    if codec:
        spark.sql(f"SET mapred.output.compression.codec=org.apache.hadoop.io.compress.{codec}")
        spark.sql(f"SET mapreduce.output.fileoutputformat.compress.codec=org.apache.hadoop.io.compress.{codec}")
    spark.sql(f"""CREATE TABLE {name} ({COLUMNS}) ROW FORMAT SERDE '{serde}' STORED AS
        INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat' OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'""")
    spark.sql(f"INSERT INTO {name} SELECT /*+ COALESCE(1) */ * FROM ({EDGES} {MANY})")
    (part,) = [path for path in glob.glob(f"{FOLDER}/warehouse/{name}/part-*")]
    shutil.copy(part, HERE / f"{name}.rc")
    table = dump(spark, name)
    tables.append({"columns": table["columns"], "rows": table["rows"]})


write("binary_none", BINARY, None)
write("binary_default", BINARY, "DefaultCodec")
write("binary_snappy", BINARY, "SnappyCodec")
write("text_default", TEXT, "DefaultCodec")
assert all(table == tables[0] for table in tables)
rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in tables[0]["rows"])
(HERE / "values.json").write_text('{"columns": ' + json.dumps(tables[0]["columns"]) + ',\n"rows": [\n' + rows + '\n]}\n')
