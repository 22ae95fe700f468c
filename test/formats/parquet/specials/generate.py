"""Writes this folder: tables over Parquet files of special forms. special.db/ has their files; tables.sql how SHOW CREATE TABLE describes them;
tables.json the rows as a reader gives them, and what filters shall find in them. The reader is Hive's (2.3.9, as Spark has it) unless `by` says
otherwise; Spark's own must give the same, or `spark` says how it differs.

    python generate.py
"""
import datetime
import json
import pathlib
import shutil
import sys
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq

TESTS = pathlib.Path(__file__).parents[3]
sys.path.insert(0, str(TESTS / "services/python"))
from canon import EPOCH, counts, probe, reading, to_json
from dump import dump
from dump import plain as dumped
from hive import INTERPRETED, hive_session
from spark import answer

HERE = pathlib.Path(__file__).parent
TIMES = TESTS / "formats/parquet/times"
FOLDER = pathlib.Path(tempfile.mkdtemp())
WAREHOUSE = FOLDER / "warehouse"
spark = hive_session(FOLDER, INTERPRETED)
spark.sql("CREATE DATABASE special")
tables, ddls = {}, []


def by_hive(yes):
    spark.sql(f"SET spark.sql.hive.convertMetastoreParquet={str(not yes).lower()}")


def keep(table, file, expected, **more):
    """Keeps a table's file, DDL and rows."""
    folder = HERE / "special.db" / table
    folder.mkdir(parents=True)
    shutil.copyfile(file, folder / "000000_0")
    (ddl,) = spark.sql(f"SHOW CREATE TABLE special.{table} AS SERDE").first()
    ddls.append(ddl)
    tables[table] = {**expected, **more}
    print(table, more, flush=True)


def as_read(table):
    found = dump(spark, f"special.{table}")
    return {"columns": found["columns"], "rows": found["rows"], "reading": answer(spark.table(f"special.{table}"))}


def differs(table, expected):
    """How Spark's own reader sees it: {} if the same."""
    by_hive(False)
    spark.catalog.refreshTable(f"special.{table}")
    try:
        rows = dump(spark, f"special.{table}")["rows"]
    except Exception as error:
        return {"spark": f"fails: {type(error).__name__}"}
    return {} if sorted(map(json.dumps, rows)) == sorted(map(json.dumps, expected["rows"])) else {"spark": "other rows"}


def over(table, columns, file, properties="", reader="Hive"):
    """A table over a file as it is."""
    spark.sql(f"CREATE TABLE special.{table} ({columns}) STORED AS PARQUET {properties}")
    to = WAREHOUSE / "special.db" / table / "000000_0"
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
    by_hive(reader == "Hive")
    expected = as_read(table)
    keep(table, file, expected, **({} if reader == "Hive" else {"by": reader}), **(differs(table, expected) if reader == "Hive" else {}))


def written(table, columns, select, settings, writer, properties=""):
    """A table that Hive's or Spark's writer writes."""
    spark.sql(f"CREATE TABLE special.{table} ({columns}) STORED AS PARQUET {properties}")
    by_hive(writer == "Hive")
    for key, value in settings.items():
        spark.sql(f"SET {key}={value}")
    spark.sql(f"INSERT INTO special.{table} SELECT /*+ COALESCE(1) */ {select}")
    for key in settings:
        spark.sql(f"RESET {key}")
    (part,) = (WAREHOUSE / "special.db" / table).glob("part-*")
    return part


def written_and_read(table, columns, select, settings, writer):
    part = written(table, columns, select, settings, writer)
    by_hive(writer == "Hive")
    expected = as_read(table)
    keep(table, part, expected, **(differs(table, expected) if writer == "Hive" else {"by": "Spark"}))


def told(table, columns, file, rows, by, properties=""):
    """A table over a file whose rows are known from elsewhere."""
    spark.sql(f"CREATE TABLE special.{table} ({columns}) STORED AS PARQUET {properties}")
    schema = spark.table(f"special.{table}").schema
    names = [field.name for field in schema]
    filters = {}
    for index, name in enumerate(names):
        values = [row[index] for row in rows]
        value = probe(values)
        filters[name] = {"value": None if value is None else to_json(value), **counts(values, value)}
    texts = [[str(value) if isinstance(value, datetime.date) else dumped(value, field.dataType) for value, field in zip(row, schema)] for row in rows]
    texts = [[text.rstrip("0") if isinstance(value, datetime.datetime) and "." in text else text for text, value in zip(line, row)] for line, row in zip(texts, rows)]
    described = [[column.col_name, column.data_type] for column in spark.sql(f"DESCRIBE special.{table}").collect()]
    keep(table, file, {"columns": described, "rows": texts, "reading": {**reading(names, rows), "filters": filters}}, by=by)


def groups(name, message, rows, version="PARQUET_1_0"):
    """A file of Apache Parquet's Java writer with exactly this schema; a row is a function that fills a group."""
    jvm = spark._jvm
    schema = jvm.org.apache.parquet.schema.MessageTypeParser.parseMessageType(message)
    file = str(FOLDER / f"{name}.parquet")
    builder = jvm.org.apache.parquet.hadoop.example.ExampleParquetWriter.builder(jvm.org.apache.hadoop.fs.Path(file)).withType(schema)
    writer = builder.withWriterVersion(getattr(jvm.org.apache.parquet.column.ParquetProperties.WriterVersion, version)).build()
    factory = jvm.org.apache.parquet.example.data.simple.SimpleGroupFactory(schema)
    for fill in rows:
        group = factory.newGroup()
        fill(group, jvm)
        writer.write(group)
    writer.close()
    return file


# Lists and maps as writers had them before there was one form.
LISTS = """message m { required int32 id;
  optional group avro_ints (LIST) { repeated int32 array; }
  optional group avro_structs (LIST) { repeated group array { required int32 n; optional binary s (UTF8); } }
  optional group avro_one (LIST) { repeated group array { required int32 n; } }
  optional group thrift (LIST) { repeated group thrift_tuple { required int32 n; optional binary s (UTF8); } }
  optional group bag (LIST) { repeated group bag { optional int32 array_element; } }
  optional group m1 (MAP_KEY_VALUE) { repeated group map { required binary key (UTF8); optional int32 value; } }
  optional group m2 (MAP) { repeated group map (MAP_KEY_VALUE) { required binary key (UTF8); optional int32 value; } } }"""


def full(group, jvm):
    group.append("id", 1)
    ints = group.addGroup("avro_ints")
    ints.append("array", 1).append("array", -2)
    for name, child in (("avro_structs", "array"), ("thrift", "thrift_tuple")):
        outer = group.addGroup(name)
        outer.addGroup(child).append("n", 1).append("s", "größe")
        outer.addGroup(child).append("n", 2)
    group.addGroup("avro_one").addGroup("array").append("n", 7)
    bag = group.addGroup("bag")
    bag.addGroup("bag").append("array_element", 5)
    bag.addGroup("bag")
    for name in ("m1", "m2"):
        entries = group.addGroup(name)
        entries.addGroup("map").append("key", "k").append("value", 1)
        entries.addGroup("map").append("key", "n")


def empty(group, jvm):
    group.append("id", 2)
    for name in ("avro_ints", "avro_structs", "avro_one", "thrift", "bag", "m1", "m2"):
        group.addGroup(name)


LEGACY = groups("lists", LISTS, [full, empty, lambda group, jvm: group.append("id", 3)])
PAIR = "ARRAY<STRUCT<n:INT,s:STRING>>"
over("legacy_lists", f"id INT, avro_ints ARRAY<INT>, avro_structs {PAIR}, avro_one ARRAY<STRUCT<n:INT>>, thrift {PAIR}, bag ARRAY<INT>, m1 MAP<STRING,INT>, m2 MAP<STRING,INT>", LEGACY)
REPEATED = groups("repeated", "message m { required int32 id; repeated int32 r; }", [
    lambda group, jvm: group.append("id", 1).append("r", 1).append("r", -2), lambda group, jvm: group.append("id", 2).append("r", 3)])
over("legacy_repeated", "id INT, r ARRAY<INT>", REPEATED)

# Decimals as bytes of fixed and of any length.
BYTES = {"7f": 127, "80": -128, "00": 0}


def decimals(number, small, large):
    def fill(group, jvm):
        binary = jvm.org.apache.parquet.io.api.Binary
        group.append("id", number)
        group.append("flba16", binary.fromConstantByteArray(small.to_bytes(16, "big", signed=True)))
        group.append("flba4", binary.fromConstantByteArray(small.to_bytes(4, "big", signed=True)))
        group.append("large", binary.fromConstantByteArray(large.to_bytes(16, "big", signed=True)))
        group.append("var", binary.fromConstantByteArray(large.to_bytes((large.bit_length() + 8) // 8, "big", signed=True)))
    return fill


over("decimals_bytes", "id INT, flba16 DECIMAL(9,2), flba4 DECIMAL(9,2), large DECIMAL(38,10), var DECIMAL(38,10)", groups("decimals", """message m { required int32 id;
  optional fixed_len_byte_array(16) flba16 (DECIMAL(9,2)); optional fixed_len_byte_array(4) flba4 (DECIMAL(9,2));
  optional fixed_len_byte_array(16) large (DECIMAL(38,10)); optional binary var (DECIMAL(38,10)); }""", [
    decimals(1, 999999999, 10**38 - 1), decimals(2, -999999999, 1 - 10**38), decimals(3, 0, 0), decimals(4, -1, -128), lambda group, jvm: group.append("id", 5)]))

# The second version of pages, with the encodings it brings, and Spark's legacy form.
COLUMNS = """id INT, b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, dec9 DECIMAL(9,2), dec18 DECIMAL(18,4), dec38 DECIMAL(38,10), str STRING,
    ch CHAR(6), vc VARCHAR(12), bin BINARY, dt DATE, ts TIMESTAMP, arr ARRAY<INT>, m MAP<STRING,BIGINT>, st STRUCT<x:INT,y:STRING>"""
ROWS = """CAST(id AS INT), IF(id % 7 = 0, NULL, id % 2 = 0), CAST(id % 100 AS TINYINT), CAST(id * 3 AS SMALLINT), IF(id % 7 = 3, NULL, CAST(id * 1000 - 7 AS INT)),
    id * 10000000000 - 3, IF(id % 5 = 0, NULL, CAST(id * 1.5 AS FLOAT)), CAST(id AS DOUBLE) / 3, CAST(id - 60.25 AS DECIMAL(9,2)), CAST(id * 1234567.8901 AS DECIMAL(18,4)),
    CAST(CAST('1234567890123456789012345678.0123456789' AS DECIMAL(38,10)) - id AS DECIMAL(38,10)), IF(id % 6 = 0, NULL, CONCAT('größe 日本 ', id)),
    CAST(CONCAT('c', id % 10) AS CHAR(6)), CAST(CONCAT('v', id) AS VARCHAR(12)), UNHEX(CONCAT('00FF', LPAD(HEX(id), 4, '0'))), DATE_ADD(DATE '1969-12-25', CAST(id AS INT)),
    TIMESTAMP_MICROS(id * 86400123456 - 100000000001), IF(id % 3 = 0, NULL, IF(id % 3 = 1, ARRAY(), ARRAY(CAST(id AS INT), NULL, 3))),
    IF(id % 3 = 1, NULL, IF(id % 3 = 2, MAP('a', id, 'b', NULL), MAP('k', -id))), IF(id % 3 = 2, NULL, NAMED_STRUCT('x', CAST(id AS INT), 'y', IF(id % 2 = 0, NULL, CONCAT('y', id))))
    FROM RANGE(0, 120)"""
V2 = {"parquet.writer.version": "v2"}
written_and_read("pages_v2_hive", COLUMNS, ROWS, V2, "Hive")
written_and_read("pages_v2_spark", COLUMNS, ROWS, {**V2, "spark.sql.parquet.outputTimestampType": "INT96"}, "Spark")
written_and_read("legacy_spark", COLUMNS, ROWS, {"spark.sql.parquet.writeLegacyFormat": "true", "spark.sql.parquet.outputTimestampType": "INT96"}, "Spark")

# What Hive's and Spark's writers do not write, by pyarrow.
MOMENTS = [None, *[EPOCH + datetime.timedelta(microseconds=n) for n in (0, -1, 1_700_000_000_123_456, -2_000_000_000_000_000)]]
FLOATS = pa.table({"id": pa.array(range(1, 6), pa.int32()), "f": pa.array([1.5, -0.0, None, float("nan"), 3.4028234663852886e38], pa.float32()),
                   "d": pa.array([0.1, float("-inf"), None, 5e-324, -2.5], pa.float64())})
pq.write_table(FLOATS, FOLDER / "split.parquet", use_dictionary=False, column_encoding={"f": "BYTE_STREAM_SPLIT", "d": "BYTE_STREAM_SPLIT", "id": "PLAIN"}, data_page_version="2.0")
over("byte_stream_split", "id INT, f FLOAT, d DOUBLE", FOLDER / "split.parquet")
pq.write_table(FLOATS, FOLDER / "brotli.parquet", compression="brotli")
told("brotli", "id INT, f FLOAT, d DOUBLE", FOLDER / "brotli.parquet", [list(row.values()) for row in FLOATS.to_pylist()], "pyarrow")
pq.write_table(pa.table({"id": pa.array(range(len(MOMENTS)), pa.int32()), "ts": pa.array(MOMENTS, pa.timestamp("ns"))}), FOLDER / "nanos.parquet", version="2.6")
told("nanos", "id INT, ts TIMESTAMP", FOLDER / "nanos.parquet", [[i, moment] for i, moment in enumerate(MOMENTS)], "pyarrow")

# A table that changed after its file was written: columns wider, renamed, in another order, more and fewer.
OLD = written("before", "id INT, i INT, big BIGINT, f FLOAT, d DECIMAL(5,2), gone STRING, name STRING, st STRUCT<a:INT,b:STRING>",
              """* FROM VALUES (1, 5, 1099511627776L, FLOAT(1.5), 1.25BD, 'x', 'größe', NAMED_STRUCT('a', 1, 'b', 'x')), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (3, -7, -1L, FLOAT(0.1), -3.50BD, 'z', '', NAMED_STRUCT('a', CAST(NULL AS INT), 'b', CAST(NULL AS STRING)))""", {}, "Hive")
over("widened", "id BIGINT, i BIGINT, big DOUBLE, f DOUBLE, d DECIMAL(9,4)", OLD)
over("renamed", "id INT, surname STRING, i INT", OLD)
over("reordered", "name STRING, D DECIMAL(5,2), st STRUCT<b:STRING,a:INT,c:BIGINT>, more DECIMAL(9,2), id INT", OLD)

# Dates and timestamps before 1582 by Hive's and Spark's calendars, in the zones of their writers: times/ says what they read.
SPANS = "id INT, dt DATE, ts TIMESTAMP"


def moments(rows):
    def one(number, day, moment):
        return [number, day and datetime.date.fromisoformat(day), moment and datetime.datetime.fromisoformat(moment)]
    return [one(*row) for row in rows]


HIVE, SPARK = json.loads((TIMES / "hive.json").read_text()), json.loads((TIMES / "spark.json").read_text())
for zone in ("Shanghai", "Los_Angeles"):
    for name, reader, calendar in ((f"hive3-{zone}", "hive3", "true"), (f"hive4-{zone}", "hive4", None), (f"hive4-{zone}-int64", "hive4", None)):
        properties = f"TBLPROPERTIES ('hive.parquet.date.proleptic.gregorian.default'='{calendar}')" if calendar else ""
        told(name.replace("-", "_").lower(), SPANS, TIMES / f"{name}.parquet", moments(HIVE[f"{name}.parquet"][reader]), reader.replace("hive", "Hive "), properties)
# Of writers in other zones Spark shows instants of the years 0 and 10000, which Python has no names for.
NAME = "spark-UTC-int96-legacy"
told(NAME.replace("-", "_").lower(), SPANS, TIMES / f"{NAME}.parquet", moments(SPARK[f"{NAME}.parquet"]), "Spark 3.5")

(HERE / "tables.sql").write_text(";\n\n".join(ddls) + ";\n")
(HERE / "tables.json").write_text(json.dumps(tables, ensure_ascii=False) + "\n")
