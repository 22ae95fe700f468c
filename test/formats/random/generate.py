"""Writes random tables and what Hive's reader (2.3.9, as Spark has it) makes of them: lines.json has lines under three text SerDes, with their
rows; random.db/ Parquet files of Apache Parquet's Java writer whose lists and maps have the forms that writers ever gave them, tables.sql how
SHOW CREATE TABLE describes these, tables.json their rows. Tables that Hive fails on are left out.

    python generate.py [SEED [TABLES_OF_EACH_KIND [FOLDER]]]
"""
import json
import pathlib
import random
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "services/python"))
from dump import dump
from hive import INTERPRETED, hive_session
from random_lines import line_table
from random_lists import ROWS, parquet_table

SEED, TABLES = (int(given) for given in (sys.argv[1:3] + ["1", "12"][len(sys.argv[1:3]):]))
OUT = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else HERE
FOLDER = pathlib.Path(tempfile.mkdtemp())
WAREHOUSE = FOLDER / "warehouse"
spark = hive_session(FOLDER, {**INTERPRETED, "spark.sql.hive.convertMetastoreParquet": "false"}, log_level="OFF")
spark.sql("CREATE DATABASE random")


def escaped(text):
    return text.replace("\\", "\\\\").replace("'", "\\'")


def rows_of(table):
    """What Hive reads, or None if it fails."""
    try:
        found = dump(spark, f"random.{table}")
        return {"columns": found["columns"], "rows": found["rows"]}
    except Exception as error:
        print(table, "is left out:", str(error).strip().splitlines()[0][:160], flush=True)
        return None


def lines(rng, table):
    kinds, serde, properties, texts = line_table(rng)
    columns = ", ".join(f"c{i} {kind}" for i, kind in enumerate(kinds))
    of = ", ".join(f"'{key}'='{escaped(value)}'" for key, value in {"serialization.format": "1", **properties}.items())
    spark.sql(f"CREATE TABLE random.{table} ({columns}) ROW FORMAT SERDE '{serde}' WITH SERDEPROPERTIES ({of}) STORED AS TEXTFILE")
    place(table).write_bytes(("\n".join(texts) + "\n").encode())
    found = rows_of(table)
    return found and {"serde": serde, "properties": properties, "lines": texts, **found}


def place(table):
    path = WAREHOUSE / "random.db" / table / "000000_0"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def lists(rng, table):
    fields = parquet_table(rng)
    columns = ", ".join(f"{field.name} {field.hive}" for field in fields)
    spark.sql(f"CREATE TABLE random.{table} ({columns}) STORED AS PARQUET")
    message = f"message m {{ {' '.join(field.schema for field in fields)} }}"
    jvm = spark._jvm
    schema = jvm.org.apache.parquet.schema.MessageTypeParser.parseMessageType(message)
    writer = jvm.org.apache.parquet.hadoop.example.ExampleParquetWriter.builder(jvm.org.apache.hadoop.fs.Path(str(place(table)))).withType(schema).build()
    factory = jvm.org.apache.parquet.example.data.simple.SimpleGroupFactory(schema)
    for _ in range(ROWS):
        group = factory.newGroup()
        for field in fields:
            value = field.value(rng)
            if value is not None:
                field.write(group, value)
        writer.write(group)
    writer.close()
    found = rows_of(table)
    return found and {"message": message, **found}


rng = random.Random(SEED)
texts, files, ddls = {}, {}, []
shutil.rmtree(OUT / "random.db", ignore_errors=True)
for i in range(TABLES):
    texts[f"lines_{i}"] = lines(rng, f"lines_{i}")
    table = f"lists_{i}"
    files[table] = lists(rng, table)
    if files[table] is not None:
        (ddl,) = spark.sql(f"SHOW CREATE TABLE random.{table} AS SERDE").first()
        ddls.append(ddl)
        (OUT / "random.db" / table).mkdir(parents=True)
        shutil.copyfile(place(table), OUT / "random.db" / table / "000000_0")


def keep(name, tables):
    (OUT / name).write_text(json.dumps({table: of for table, of in tables.items() if of is not None}, ensure_ascii=False) + "\n")


keep("lines.json", texts)
keep("tables.json", files)
(OUT / "tables.sql").write_text(";\n\n".join(ddls) + ";\n")
