"""Writes this folder: tables of small ORC files of one form, by Hive's own classes and by Spark's writer, with values that differ from file to file;
tables.sql has their DDL, tables.json what Spark reads of them, and merged/TABLE.orc is what Java's OrcFile.mergeFiles makes of their files.

    python generate.py
"""
import glob
import json
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "services/python"))
from hive import hive_session
from spark import answer

HERE = pathlib.Path(__file__).parent
FOLDER = tempfile.mkdtemp()
FILES, ROWS = 6, 300
spark = hive_session(FOLDER)

# By column: Hive's type and its value in row `id` of file `part`. `few` has values in one file only, `never` in none.
COLUMNS = {
    "id": ("INT", "INT(id)"),
    "b": ("BOOLEAN", "IF(id % 5 = 0, NULL, part % 2 = 0)"),
    "t": ("TINYINT", "TINYINT(id % 256 - 128)"),
    "s": ("SMALLINT", "SMALLINT(part * 7000 - 20000 + id % 100)"),
    "l": ("BIGINT", "IF(part = 3, NULL, (id - 900) * 4611686018427387)"),
    "f": ("FLOAT", "FLOAT(part - 2.5) * FLOAT(id)"),
    "d": ("DOUBLE", "IF(id % 7 = 0, DOUBLE('-0.0'), (id - 900) / 3D)"),
    "dec9": ("DECIMAL(9,2)", "CAST((id - 900) * 1111.11 AS DECIMAL(9,2))"),
    "dec38": ("DECIMAL(38,18)", "CAST((part - 3) AS DECIMAL(38,18)) * 10000000000 + CAST(id AS DECIMAL(9,0)) / 7"),
    "str": ("STRING", "CONCAT(CHR(97 + (part * 5) % 7), 'ö日𝄞', id)"),
    "long_str": ("STRING", "IF(part = 2, REPEAT('x', 2000), STRING(id % 3))"),
    "vc": ("VARCHAR(8)", "CAST(CONCAT('v', part) AS VARCHAR(8))"),
    "bin": ("BINARY", "UNHEX(HEX(id))"),
    "dt": ("DATE", "DATE_ADD(DATE '1900-01-01', INT(part * 10000 + id % 300))"),
    "few": ("INT", "IF(part = 4, INT(id), NULL)"),
    "never": ("STRING", "CAST(NULL AS STRING)"),
    "arr": ("ARRAY<STRING>", "IF(id % 3 = 0, NULL, TRANSFORM(SEQUENCE(0, id % 4), x -> IF(x = 1, NULL, CONCAT(part, x))))"),
    "m": ("MAP<STRING,INT>", "MAP(STRING(part), INT(id), 'k', NULL)"),
    "st": ("STRUCT<a:INT,b:ARRAY<BIGINT>>", "IF(id % 11 = 0, NULL, NAMED_STRUCT('a', INT(id * part), 'b', ARRAY(id, NULL)))"),
}
# Spark writes VARCHAR as STRING, which is not kept.
TABLES = {"hive": ("ZLIB", "false", list(COLUMNS)), "spark": ("SNAPPY", "true", [name for name in COLUMNS if name != "vc"])}

jvm = spark.sparkContext._jvm
spark.sql("CREATE DATABASE stitch")
ddls, readings = [], {}
shutil.rmtree(HERE / "stitch.db", ignore_errors=True)
(HERE / "merged").mkdir(exist_ok=True)
for table, (codec, by_spark, columns) in TABLES.items():
    spark.sql(f"SET spark.sql.hive.convertMetastoreOrc={by_spark}")
    declared = ", ".join(f"{name} {COLUMNS[name][0]}" for name in columns)
    spark.sql(f"CREATE TABLE stitch.{table} ({declared}) STORED AS ORC TBLPROPERTIES ('orc.compress'='{codec}', 'orc.row.index.stride'='1000')")
    frame = spark.range(0, FILES * ROWS, 1, FILES).selectExpr("id", f"INT(id / {ROWS}) part")
    frame.selectExpr(*[f"CAST({COLUMNS[name][1]} AS {COLUMNS[name][0].replace('VARCHAR(8)', 'STRING')}) {name}" for name in columns]).createOrReplaceTempView("v")
    spark.sql(f"INSERT INTO stitch.{table} SELECT * FROM v")
    folder = HERE / "stitch.db" / table
    folder.mkdir(parents=True)
    for number, part in enumerate(sorted(glob.glob(f"{FOLDER}/warehouse/stitch.db/{table}/part-*"))):
        shutil.copyfile(part, folder / f"00000{number}_0.orc")
    paths = jvm.java.util.ArrayList()
    for part in sorted(folder.iterdir()):
        paths.add(jvm.org.apache.hadoop.fs.Path(str(part)))
    merged = HERE / "merged" / f"{table}.orc"
    merged.unlink(missing_ok=True)
    conf = jvm.org.apache.hadoop.conf.Configuration()
    done = jvm.org.apache.orc.OrcFile.mergeFiles(jvm.org.apache.hadoop.fs.Path(str(merged)), jvm.org.apache.orc.OrcFile.writerOptions(conf), paths)
    assert done.size() == FILES, (table, done)
    readings[f"stitch.{table}"] = answer(spark.table(f"stitch.{table}"))
    (ddl,) = spark.sql(f"SHOW CREATE TABLE stitch.{table} AS SERDE").first()
    ddls.append(ddl)
for crc in (HERE / "merged").glob(".*.crc"):
    crc.unlink()
(HERE / "tables.sql").write_text(";\n\n".join(ddls) + ";\n")
(HERE / "tables.json").write_text(json.dumps(readings, ensure_ascii=False, indent=1) + "\n")
