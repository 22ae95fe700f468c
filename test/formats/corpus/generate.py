"""Writes this folder from files that others made: Apache Hive's own test data (data/files, as the tests of spark-hive carry it) and that of Apache
Spark's Avro reader. corpus.db/ has a table for each file, tables.sql how SHOW CREATE TABLE describes them, and expected.json their rows: of Hive's
data as Hive's reader gives them; those of Spark's are in its AvroSuite.

    python generate.py SPARK_HIVE_TESTS_JAR SPARK_AVRO_TESTS_JAR
"""
import hashlib
import json
import pathlib
import shutil
import struct
import sys
import tempfile
import zipfile

from pyspark.sql import functions as F
from pyspark.sql import types as T

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "services/python"))
from dump import plain
from hive import INTERPRETED, hive_session

HERE = pathlib.Path(__file__).parent
HIVE, AVRO = (zipfile.ZipFile(path) for path in sys.argv[1:])
FOLDER = tempfile.mkdtemp()
spark = hive_session(FOLDER, {**INTERPRETED, "spark.sql.hive.convertMetastoreOrc": "false"}, log_level="OFF")

KV = "key STRING, value STRING"
PART = """p_partkey INT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type STRING, p_size INT, p_container STRING, p_retailprice DOUBLE, p_comment STRING"""
PRIMITIVES = """id INT, b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, day STRING, text STRING, at TIMESTAMP"""
ALL_TYPES = "b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, de DECIMAL(8,4), at TIMESTAMP, day TIMESTAMP, c CHAR(10), v VARCHAR(10), m MAP<STRING,STRING>, a ARRAY<INT>, st STRUCT<c1:INT,c2:STRING>"
COLUMNAR = "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe' STORED AS RCFILE"


def delimited(field, items=None, keys=None, escaped=None):
    clauses = [f"FIELDS TERMINATED BY '{field}'", f"ESCAPED BY '{escaped}'" if escaped else "",
               f"COLLECTION ITEMS TERMINATED BY '{items}'" if items else "", f"MAP KEYS TERMINATED BY '{keys}'" if keys else ""]
    return f"ROW FORMAT DELIMITED {' '.join(clauses)} STORED AS TEXTFILE"


# By file of Hive's data/files: columns and storage.
TABLES = {
    "kv1.seq": (KV, "STORED AS SEQUENCEFILE"), "kv1_broken.seq": (KV, "STORED AS SEQUENCEFILE"), "part.seq": (PART, "STORED AS SEQUENCEFILE"),
    "part.rc": (PART, COLUMNAR), "archive_corrupt.rc": (KV, COLUMNAR), "smbbucket_1.rc": ("key INT, value STRING", COLUMNAR),
    "smbbucket_2.rc": ("key INT, value STRING", COLUMNAR), "smbbucket_3.rc": ("key INT, value STRING", COLUMNAR),
    "smb_bucket_input.rc": ("key INT, value STRING", COLUMNAR),
    "doctors.avro": ("number INT, first_name STRING, last_name STRING, extra_field STRING", "STORED AS AVRO"),
    "episodes.avro": ("title STRING, air_date STRING, doctor INT", "STORED AS AVRO"),
    "futurama_episodes.avro": ("title STRING, air_date STRING, doctor INT", "STORED AS AVRO"),
    "alltypesorc": ("""ctinyint TINYINT, csmallint SMALLINT, cint INT, cbigint BIGINT, cfloat FLOAT, cdouble DOUBLE, cstring1 STRING, cstring2 STRING,
        ctimestamp1 TIMESTAMP, ctimestamp2 TIMESTAMP, cboolean1 BOOLEAN, cboolean2 BOOLEAN""", "STORED AS ORC"),
    "kv1.txt": (KV, "STORED AS TEXTFILE"), "kv1_cb.txt": (KV, delimited("\\002")), "kv1_cc.txt": (KV, delimited("\\003")),
    "kv4.txt": (KV, "STORED AS TEXTFILE"), "kv6.txt": ("key INT, value INT", "STORED AS TEXTFILE"), "kv7.txt": (KV, "STORED AS TEXTFILE"),
    "kv8.txt": (KV, "STORED AS TEXTFILE"), "kv9.txt": (KV, "STORED AS TEXTFILE"),
    "over1k": ("t TINYINT, si SMALLINT, i INT, b BIGINT, f FLOAT, d DOUBLE, bo BOOLEAN, s STRING, ts TIMESTAMP, `dec` DECIMAL(4,2), bin BINARY", delimited("|")),
    "lineitem.txt": ("""l_orderkey INT, l_partkey INT, l_suppkey INT, l_linenumber INT, l_quantity DOUBLE, l_extendedprice DOUBLE, l_discount DOUBLE, l_tax DECIMAL(10,2),
        l_returnflag CHAR(1), l_linestatus CHAR(1), l_shipdate DATE, l_commitdate STRING, l_receiptdate STRING, l_shipinstruct VARCHAR(20), l_shipmode STRING, l_comment STRING""", delimited("|")),
    "part_tiny.txt": (PART, "STORED AS TEXTFILE"), "escapetest.txt": ("a STRING, b STRING", delimited("\\t", escaped="\\\\")),
    "datatypes.txt": ("""c1 INT, c2 BOOLEAN, c3 DOUBLE, c4 STRING, c5 ARRAY<INT>, c6 MAP<INT,STRING>, c7 MAP<STRING,STRING>, c8 STRUCT<r:STRING,s:INT,t:DOUBLE>, c9 TINYINT, c10 SMALLINT,
        c11 FLOAT, c12 BIGINT, c13 ARRAY<ARRAY<STRING>>, c14 MAP<INT,MAP<INT,INT>>, c15 STRUCT<r:INT,s:STRUCT<a:INT,b:STRING>>, c16 ARRAY<STRUCT<m:MAP<STRING,STRING>,n:INT>>,
        c17 TIMESTAMP, c18 DECIMAL(16,7), c19 BINARY, c20 DATE, c21 VARCHAR(20), c22 CHAR(15)""", "STORED AS TEXTFILE"),
    "alltypes.txt": (ALL_TYPES, delimited("|", ",", ":")), "alltypes2.txt": (ALL_TYPES, delimited("|", ",", ":")),
    "array_table.txt": ("a ARRAY<STRING>, b ARRAY<STRING>", delimited("\\t", ",")), "map_table.txt": ("foo STRING, bar MAP<STRING,STRING>", delimited("\\t", ",", ":")),
    "create_nested_type.txt": ("a STRING, b ARRAY<STRING>, c ARRAY<MAP<STRING,STRING>>, d MAP<STRING,ARRAY<STRING>>", "STORED AS TEXTFILE"),
    "orc_create.txt": ("str STRING, mp MAP<STRING,STRING>, lst ARRAY<STRING>, strct STRUCT<a:STRING,b:STRING>", delimited("|", ",", ":")),
    "orc_create_people.txt": ("id INT, first_name STRING, last_name STRING, address STRING, salary DECIMAL(8,2), start_date TIMESTAMP, state STRING", "STORED AS TEXTFILE"),
    "parquet_types.txt": ("cint INT, t TINYINT, s SMALLINT, f FLOAT, d DOUBLE, str STRING", delimited("|")),
    "non_ascii_tbl.txt": ("i INT, text STRING", delimited("|")), "decimal.txt": ("de DECIMAL(10,5)", "STORED AS TEXTFILE"),
    "decimal_1_1.txt": ("de DECIMAL(1,1)", "STORED AS TEXTFILE"), "binary.txt": ("bin BINARY", "STORED AS TEXTFILE"),
    "in4.txt": ("a STRING, b INT, c INT, d INT", "STORED AS TEXTFILE"), "null.txt": ("a DOUBLE, b INT, c STRING, d INT", "STORED AS TEXTFILE"),
    "nulls.txt": ("a STRING, b STRING, c STRING", "STORED AS TEXTFILE"), "types/primitives/090101.txt": (PRIMITIVES, delimited(",", escaped="\\\\")),
    "header_footer_table_1/0001.txt": ("name STRING, message STRING, id INT", delimited("\\t")),
    "primitive_type_arrays.txt": ("""a1 ARRAY<TINYINT>, a2 ARRAY<SMALLINT>, a3 ARRAY<INT>, a4 ARRAY<BIGINT>, a5 ARRAY<BOOLEAN>, a6 ARRAY<FLOAT>, a7 ARRAY<DOUBLE>, a8 ARRAY<STRING>,
        a9 ARRAY<STRING>""", "STORED AS TEXTFILE"),
    "bool.txt": ("b BOOLEAN", "STORED AS TEXTFILE"), "double.txt": ("d DOUBLE", "STORED AS TEXTFILE"), "int.txt": ("i INT", "STORED AS TEXTFILE"),
    "emp.txt": ("name STRING, id INT, unit STRING, more INT", delimited("|")), "flights_tiny.txt": ("o STRING, d STRING, y INT, m INT, n INT, x FLOAT, num STRING", delimited("\\001")),
    "lt100.txt.deflate": ("a STRING", "STORED AS TEXTFILE"), "person+age.txt": ("name STRING, age INT", delimited("\\t")),
    "csv.txt": ("a STRING, b STRING, c STRING, d STRING, e STRING, f STRING", "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE"),
    "UserVisits.dat": ("ip STRING, url STRING, day STRING, revenue FLOAT, agent STRING, country STRING, lang STRING, word STRING, duration INT", delimited("|")),
}
AVROS = ["test.avro", *[f"before_1582_{kind}_{version}.avro" for kind in ("date", "timestamp_micros", "timestamp_millis") for version in ("v2_4_5", "v2_4_6", "v3_2_0")],
         *[f"test-random-partitioned/part-r-{n:05}.avro" for n in range(11)]]


def keep(archive, entry, table, root=""):
    folder = HERE / "corpus.db" / table
    folder.mkdir(parents=True)
    (folder / pathlib.Path(entry).name.replace("+", "_")).write_bytes(archive.read(root + entry))
    return folder


def name_of(entry):
    return "".join(c if c.isalnum() else "_" for c in entry).lower()


def rows_of(table):
    frame = spark.table(table)
    frame = frame.select(*[F.col(f"`{f.name}`").cast("string" if isinstance(f.dataType, (T.DateType, T.TimestampType)) else f.dataType).alias(f.name) for f in frame.schema])
    kinds = [field.dataType for field in frame.schema]
    return [[plain(value, kind) for value, kind in zip(row, kinds)] for row in frame.collect()]


def exact(value):
    """Floats by their bits, as every language writes them differently."""
    if isinstance(value, list):
        return [exact(item) for item in value]
    return "double " + struct.pack(">d", value).hex() if isinstance(value, float) else value


def summed(rows):
    """The rows, or of many a sum: SHA-256 of their lines in order."""
    lines = sorted(json.dumps(exact(row), ensure_ascii=False, separators=(",", ":")) for row in rows)
    return {"count": len(rows), "rows": lines} if len(rows) <= 50 else {"count": len(rows), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


shutil.rmtree(HERE / "corpus.db", ignore_errors=True)
spark.sql("CREATE DATABASE corpus")
ddls, expected = [], {}
for entry, (columns, storage) in TABLES.items():
    table = name_of(entry)
    folder = keep(HIVE, entry, table, "data/files/")
    spark.sql(f"CREATE EXTERNAL TABLE corpus.{table} ({columns}) {storage} LOCATION '{folder.as_uri()}'")
    (ddl,) = spark.sql(f"SHOW CREATE TABLE corpus.{table} AS SERDE").first()
    # Spark does not escape what it prints; without a location, a table lies in the folder of its name.
    lines = [line.replace("= '\\'", "= '\\\\'") for line in ddl.split("\n") if not line.startswith("LOCATION ")]
    ddls.append("\n".join(lines).replace("CREATE EXTERNAL TABLE", "CREATE TABLE"))
    try:
        expected[table] = {"file": f"hive data/files/{entry}", **summed(rows_of(f"corpus.{table}"))}
    except Exception as error:
        causes = [line for line in str(error).split("\n") if line.startswith("Caused by: ")]
        expected[table] = {"file": f"hive data/files/{entry}", "error": causes[-1].removeprefix("Caused by: ")}
    print(table, {key: value for key, value in expected[table].items() if key != "rows"}, flush=True)
for entry in AVROS:
    keep(AVRO, entry, "avro_" + name_of(entry))
(HERE / "tables.sql").write_text(";\n\n".join(ddls) + ";\n")
lines = ",\n".join(json.dumps(key) + ": " + json.dumps(value, ensure_ascii=False) for key, value in expected.items())
(HERE / "expected.json").write_text("{\n" + lines + "\n}\n")
