"""Writes this folder: a table of edge values for each format, writer and codec, by Hive's own classes or by Spark's writer. matrix.db/ has their
files; FORMAT.sql how SHOW CREATE TABLE describes them; FORMAT.json the rows as Hive's reader gives them (Spark's own reader, of Spark's files), and
what filters shall find in them. All codecs of a format must read the same. HCATALOG is hive-hcatalog-core-2.3.9.jar, which has Hive's JsonSerDe.

    HCATALOG=... python generate.py [FORMAT ...]
"""
import glob
import json
import os
import pathlib
import shutil
import sys
import tempfile

from pyspark.sql import functions as F
from pyspark.sql import types as T

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "services/python"))
from dump import plain
from hive import INTERPRETED, hive_session
from spark import answer

HERE = pathlib.Path(__file__).parent
FOLDER = tempfile.mkdtemp()
OLD = "CORRECTED"
spark = hive_session(FOLDER, {**INTERPRETED, "spark.sql.parquet.datetimeRebaseModeInWrite": OLD, "spark.sql.parquet.int96RebaseModeInWrite": OLD,
                              "spark.jars": os.environ["HCATALOG"]})

# By column: Hive's type and the values of rows 1, 2, ...; a row past the last value has NULL.
COLUMNS = {
    "id": ("INT", ["1", "2", "3", "4", "5", "6", "7"]),
    "b": ("BOOLEAN", ["true", "false", "NULL", "true"]),
    "t": ("TINYINT", ["-128Y", "127Y", "NULL", "0Y", "-1Y"]),
    "s": ("SMALLINT", ["-32768S", "32767S", "NULL", "0S", "-1S"]),
    "i": ("INT", ["INT(-2147483648)", "2147483647", "NULL", "0", "-1"]),
    "l": ("BIGINT", ["BIGINT('-9223372036854775808')", "9223372036854775807L", "NULL", "0L", "-1L"]),
    "f": ("FLOAT", ["FLOAT('NaN')", "FLOAT('-0.0')", "NULL", "FLOAT('Infinity')", "FLOAT('-Infinity')", "FLOAT(1e-45)", "FLOAT(3.4028235e38)"]),
    "d": ("DOUBLE", ["DOUBLE('NaN')", "DOUBLE('-0.0')", "NULL", "DOUBLE('Infinity')", "DOUBLE('-Infinity')", "DOUBLE(4.9e-324)", "DOUBLE(1.7976931348623157e308)"]),
    "finite_f": ("FLOAT", ["FLOAT('-0.0')", "FLOAT(1e-45)", "NULL", "FLOAT(3.4028235e38)", "FLOAT(-0.1)"]),
    "finite_d": ("DOUBLE", ["DOUBLE('-0.0')", "DOUBLE(4.9e-324)", "NULL", "DOUBLE(1.7976931348623157e308)", "DOUBLE(-0.1)"]),
    "dec9": ("DECIMAL(9,2)", ["-9999999.99BD", "9999999.99BD", "NULL", "0BD", "0.01BD", "-1.5BD"]),
    "dec18": ("DECIMAL(18,4)", ["-99999999999999.9999BD", "99999999999999.9999BD", "NULL", "0BD", "0.0001BD", "-1.5BD"]),
    "dec38": ("DECIMAL(38,18)", ["-99999999999999999999.999999999999999999BD", "99999999999999999999.999999999999999999BD", "NULL", "0BD",
                                 "0.000000000000000001BD", "-1.5BD"]),
    "str": ("STRING", ["''", "'größe 日本 𝄞'", "NULL", "' spaces '", "'x'", "REPEAT('long ', 200)"]),
    "delimiters": ("STRING", ["'a|b,c\\td;e:f'", "'\"quoted\" \\'single\\''", "NULL", "'back\\\\\\\\slash'", "'\\u0001\\u0002\\u0003'", "'NULL'", "'{\"k\": [1]}'"]),
    "lines": ("STRING", ["'line\\nbreak'", "'carriage\\rreturn\\r\\n'", "NULL", "'\\n'"]),
    "ch": ("CHAR(5)", ["'a'", "'日本'", "NULL", "'a b'", "'abcde'"]),
    "vc": ("VARCHAR(3)", ["'a '", "'ä𝄞'", "NULL", "' '", "'abc'"]),
    "bin": ("BINARY", ["UNHEX('00')", "UNHEX('00FF80')", "NULL", "UNHEX('0A0D01')", "UNHEX('5C4E')"]),
    "dt": ("DATE", ["DATE '1582-10-15'", "DATE '9999-12-31'", "NULL", "DATE '1970-01-01'", "DATE '1969-12-31'", "DATE '2024-02-29'"]),
    "old_dt": ("DATE", ["DATE '0001-01-01'", "DATE '1582-10-04'", "NULL", "DATE '1500-03-01'"]),
    "ts": ("TIMESTAMP", ["TIMESTAMP '1900-01-01 12:00:00'", "TIMESTAMP '9999-12-31 23:59:59.999999'", "NULL", "TIMESTAMP '1970-01-01 00:00:00'",
                         "TIMESTAMP '1969-12-31 23:59:59.999999'", "TIMESTAMP '2024-02-29 23:59:59.123'"]),
    "old_ts": ("TIMESTAMP", ["TIMESTAMP '0001-01-01 00:00:00'", "TIMESTAMP '1582-10-04 23:59:59.999999'", "NULL", "TIMESTAMP '1500-03-01 12:00:00.000001'"]),
    "arr": ("ARRAY<STRING>", ["ARRAY()", "ARRAY('a', NULL, 'größe')", "NULL", "ARRAY('x')"]),
    "m": ("MAP<STRING,INT>", ["MAP()", "MAP('k', 1, 'n', NULL)", "NULL", "MAP('größe', -1)"]),
    "st": ("STRUCT<a:INT,b:ARRAY<INT>,c:STRING>", ["NAMED_STRUCT('a', CAST(NULL AS INT), 'b', ARRAY(), 'c', '')", "NAMED_STRUCT('a', 1, 'b', ARRAY(NULL, 2), 'c', NULL)", "NULL",
                                          "NAMED_STRUCT('a', 0, 'b', CAST(NULL AS ARRAY<INT>), 'c', 'ä')"]),
    "deep": ("ARRAY<STRUCT<n:BIGINT,tags:MAP<INT,ARRAY<STRING>>>>", ["ARRAY()", "ARRAY(NAMED_STRUCT('n', 1L, 'tags', MAP(7, ARRAY('p', NULL))), NULL)", "NULL",
                                                                 "ARRAY(NAMED_STRUCT('n', CAST(NULL AS BIGINT), 'tags', MAP()))"]),
}
# In tables of their own, as some formats do not tell what they mean.
ALONE = ["ts", "old_dt", "old_ts"]
ALONE_IN = {"text_json": [*ALONE, "dec18", "dec38"]}
# A line break ends a row of text. Hive's SerDe of Avro has no small integers and only texts as keys, that of CSV has texts only.
# JSON has no NaN, and Hive reads no bytes from it that it wrote. RegexSerDe has no other types than these.
ALL = [name for name in COLUMNS if not name.startswith("finite_")]
TEXT = [name for name in ALL if name != "lines"]
AVRO = [name for name in ALL if name not in ("t", "s", "deep")]
CSV = ["id", "str", "delimiters"]
JSON = [name for name in COLUMNS if name not in ("f", "d", "bin")]
REGEX = ["id", "b", "t", "s", "i", "l", "f", "d", "str", "ch", "vc", "delimiters"]
SERDE = "org.apache.hadoop.hive.serde2"
ESCAPED = f"ROW FORMAT SERDE '{SERDE}.lazy.LazySimpleSerDe' WITH SERDEPROPERTIES ('field.delim'='|', 'escape.delim'='\\\\')"
HADOOP = {"none": None, "deflate": "Default", "bzip2": "BZip2", "snappy": "Snappy", "lz4": "Lz4"}
# RegexSerDe does not write: these read what LazySimpleSerDe has written.
READ_BY = {"text_regex": f"SERDE '{SERDE}.RegexSerDe' WITH SERDEPROPERTIES ('input.regex'='{'[|]'.join(['([^|]*)'] * (len(REGEX) - 1))}[|](.*)')"}
TEXT_CODECS = {**HADOOP, "gzip": "Gzip"}


def compression(codec, kind="BLOCK"):
    """Settings for Hadoop's file output."""
    name = f"org.apache.hadoop.io.compress.{codec}Codec"
    return {"hive.exec.compress.output": str(codec is not None).lower(),
            **({} if codec is None else {f"{key}.codec": name for key in ("mapred.output.compression", "mapreduce.output.fileoutputformat.compress")}),
            "mapreduce.output.fileoutputformat.compress.type": kind, "mapred.output.compression.type": kind}


def by_hive(extra=None):
    return {"spark.sql.hive.convertMetastoreParquet": "false", "spark.sql.hive.convertMetastoreOrc": "false", **(extra or {})}


def by_spark(extra=None):
    return {"spark.sql.hive.convertMetastoreParquet": "true", "spark.sql.hive.convertMetastoreOrc": "true", **(extra or {})}


# Without Hadoop's native library, which no package has, Hive reads no RCFile that it wrote with bzip2 or gzip, and writes no SequenceFile with gzip, nothing with zstd.
# By format and writer: columns, what follows the columns in DDL, and for each codec the settings under which it is written.
KINDS = {
    "parquet_hive": (ALL, "STORED AS PARQUET", "parquet.compression", {c: by_hive() for c in ("uncompressed", "snappy", "gzip", "zstd", "lz4", "lz4_raw")}),
    "parquet_spark_int96": (ALL, "STORED AS PARQUET", "parquet.compression", {
        c: by_spark({"spark.sql.parquet.outputTimestampType": "INT96"}) for c in ("uncompressed", "snappy", "gzip", "zstd", "lz4", "lz4_raw")}),
    "parquet_spark_micros": (ALL, "STORED AS PARQUET", "parquet.compression", {
        c: by_spark({"spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS"}) for c in ("uncompressed", "snappy", "gzip", "zstd", "lz4", "lz4_raw")}),
    "orc_hive": (ALL, "STORED AS ORC", "orc.compress", {c: by_hive() for c in ("none", "zlib", "snappy", "lz4", "zstd", "lzo")}),
    "orc_spark": (ALL, "STORED AS ORC", "orc.compress", {c: by_spark() for c in ("none", "zlib", "snappy", "lz4", "zstd", "lzo")}),
    "avro": (AVRO, "STORED AS AVRO", None, {c: {"hive.exec.compress.output": str(c != "null").lower(), "avro.output.codec": c}
                                            for c in ("null", "deflate", "snappy", "bzip2", "zstandard", "xz")}),
    "text_delimited": (TEXT, f"{ESCAPED} STORED AS TEXTFILE", None, {c: compression(name) for c, name in TEXT_CODECS.items()}),
    "text_csv": (CSV, f"ROW FORMAT SERDE '{SERDE}.OpenCSVSerde' STORED AS TEXTFILE", None, {c: compression(name) for c, name in TEXT_CODECS.items()}),
    "text_json": (JSON, "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe' STORED AS TEXTFILE", None, {c: compression(name) for c, name in TEXT_CODECS.items()}),
    "text_regex": (REGEX, "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' STORED AS TEXTFILE", None, {c: compression(name) for c, name in TEXT_CODECS.items()}),
    "sequence": (TEXT, f"{ESCAPED} STORED AS SEQUENCEFILE", None, {
        **{c: compression(name) for c, name in HADOOP.items()}, **{f"record_{c}": compression(name, "RECORD") for c, name in HADOOP.items() if name}}),
    "rcfile_text": (TEXT, f"ROW FORMAT SERDE '{SERDE}.columnar.ColumnarSerDe' WITH SERDEPROPERTIES ('escape.delim'='\\\\') STORED AS RCFILE", None,
                    {c: compression(name) for c, name in HADOOP.items() if c != "bzip2"}),
    "rcfile_binary": (ALL, f"ROW FORMAT SERDE '{SERDE}.columnar.LazyBinaryColumnarSerDe' STORED AS RCFILE", None,
                      {c: compression(name) for c, name in HADOOP.items() if c != "bzip2"}),
}


def rows(columns):
    count = max(len(values) for _, values in COLUMNS.values())

    def cell(name, row):
        kind, values = COLUMNS[name]
        return f"CAST({values[row] if row < len(values) else 'NULL'} AS {kind})"

    return "VALUES " + ", ".join("(" + ", ".join(cell(name, row) for name in columns) + ")" for row in range(count))


def write(table, columns, storage, properties, read_by):
    """Writes a table, keeps its file, and returns its DDL and rows; with `read_by`, as read by another SerDe."""
    declared = ", ".join(f"{name} {COLUMNS[name][0]}" for name in columns)
    spark.sql(f"CREATE TABLE matrix.{table} ({declared}) {storage} {properties}")
    spark.sql(f"INSERT INTO matrix.{table} SELECT /*+ COALESCE(1) */ * FROM ({rows(columns)})")
    if read_by is not None:
        spark.sql(f"ALTER TABLE matrix.{table} SET {read_by}")
    folder = HERE / "matrix.db" / table
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (part,) = glob.glob(f"{FOLDER}/warehouse/matrix.db/{table}/part-*")
    # The name is random up to the first of its dots; what follows tells Hive how text is compressed.
    shutil.copyfile(part, folder / "".join(["000000_0", *pathlib.Path(part).suffixes]))
    (ddl,) = spark.sql(f"SHOW CREATE TABLE matrix.{table} AS SERDE").first()
    # Spark does not escape what it prints.
    return ddl.replace("= '\\'", "= '\\\\'"), read_rows(table)


def read_rows(table):
    frame = spark.table(f"matrix.{table}")
    as_text = [F.col(f.name).cast("string" if isinstance(f.dataType, (T.DateType, T.TimestampType)) else f.dataType).alias(f.name) for f in frame.schema]
    kinds = [field.dataType for field in frame.schema]
    return [[plain(value, kind) for value, kind in zip(row, kinds)] for row in frame.select(*as_text).collect()]


spark.sql("CREATE DATABASE matrix")
for kind, (columns, storage, codec_property, codecs) in KINDS.items():
    if sys.argv[1:] and kind not in sys.argv[1:]:
        continue
    found, ddls = None, []
    alone, read_by = ALONE_IN.get(kind, ALONE), READ_BY.get(kind)
    together = [name for name in columns if name not in alone]
    for codec, settings in codecs.items():
        for key, value in settings.items():
            spark.sql(f"SET {key}={value}")
        properties = f"TBLPROPERTIES ('{codec_property}'='{codec.upper()}')" if codec_property else ""
        table = f"{kind}_{codec}"
        print("writing", table, flush=True)
        ddl, of_codec = write(table, together, storage, properties, read_by)
        ddls.append(ddl)
        if found is None:
            described = [[column.col_name, column.data_type] for column in spark.sql(f"DESCRIBE matrix.{table}").collect()]
            found = {"columns": described, "rows": of_codec, "reading": answer(spark.table(f"matrix.{table}")), "alone": {}}
            for column in [name for name in columns if name in alone]:
                ddl, found["alone"][column] = write(f"{kind}_{column}", ["id", column], storage, properties, read_by)
                ddls.append(ddl)
        assert found["rows"] == of_codec, (table, [pair for pair in zip(found["rows"], of_codec) if pair[0] != pair[1]])
    (HERE / f"{kind}.sql").write_text(";\n\n".join(ddls) + ";\n")
    (HERE / f"{kind}.json").write_text(json.dumps(found, ensure_ascii=False) + "\n")
    print("wrote", kind, flush=True)
