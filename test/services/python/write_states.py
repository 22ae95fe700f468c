"""write_states.py OUTPUT WAREHOUSE DATABASE: tables of several kinds, written and changed by Spark; OUTPUT tells what Spark reads of each of
their states, by the flags of `lakelift read` that name the state."""
import json
import sys

from canon import reading
from spark import collect, session

output, warehouse, database = sys.argv[1:]
spark = session(paimon=warehouse)
spark.sql(f"CREATE DATABASE IF NOT EXISTS paimon.{database}")
states = {}


def table(name, columns, partitioned="", **options):
    settings = ", ".join(f"'{key.replace('__', '-').replace('_', '.')}' = '{value}'" for key, value in options.items())
    spark.sql(f"CREATE TABLE paimon.{database}.{name} ({columns}) {partitioned} TBLPROPERTIES ({settings})")
    states[name] = {}
    return f"paimon.{database}.{name}"


def note(name, flags, frame):
    states[name][flags] = reading([field.lower() for field in frame.columns], collect(frame))


def note_all(name, newest, ranges=()):
    full = f"paimon.{database}.{name}"
    note(name, "", spark.table(full))
    for snapshot in range(max(1, newest - 3), newest):
        note(name, f"--snapshot {snapshot}", spark.sql(f"SELECT * FROM {full} VERSION AS OF {snapshot}"))
    for first, last in ranges:
        frame = spark.read.option("incremental-between", f"{first},{last}").table(full)
        note(name, f"--incremental {first}..{last}", frame)


def newest(name):
    return spark.sql(f"SELECT MAX(snapshot_id) FROM paimon.{database}.`{name}$snapshots`").first()[0]


TYPES = """id BIGINT, tiny TINYINT, small SMALLINT, flag BOOLEAN, single FLOAT, ratio DOUBLE, amount DECIMAL(9, 2), wide DECIMAL(38, 4),
    day DATE, moment TIMESTAMP, name STRING, bytes BINARY, tags ARRAY<STRING>, point STRUCT<x: INT, y: STRING>, counts MAP<STRING, INT>"""
VALUES = """id, CAST(id % 100 AS TINYINT), CAST(id AS SMALLINT), id % 3 = 0, CAST(id / 4 AS FLOAT), IF(id % 7 = 0, NULL, id / 8),
    CAST(id / 100 AS DECIMAL(9, 2)), CAST(id AS DECIMAL(38, 4)) * 1000000000000, DATE_ADD(DATE'1969-12-01', CAST(id % 50 AS INT)),
    TIMESTAMP_MICROS(id * 1000003 - 40000000), IF(id % 5 = 0, NULL, CONCAT('name ', id)), CAST(CONCAT('b', id) AS BINARY),
    ARRAY(CONCAT('t', id), NULL), NAMED_STRUCT('x', CAST(id AS INT), 'y', IF(id % 11 = 0, NULL, 'y')), MAP('k', CAST(id AS INT))"""
for form in ("parquet", "orc"):
    name = f"types_{form}"
    full = table(name, f"{TYPES}, part STRING", "PARTITIONED BY (part)", file_format=form)
    for n in range(2):
        spark.sql(f"INSERT INTO {full} SELECT {VALUES}, IF(id % 2 = 0, NULL, 'p') FROM RANGE({n * 40}, {n * 40 + 40}, 1, 1)")
    note_all(name, newest(name), [(0, 2)])

full = table("evolved", "id INT, name VARCHAR(9), single FLOAT, amount DECIMAL(9, 2), day DATE, part INT", "PARTITIONED BY (part)", file_format="parquet")
insert = f"INSERT INTO {full} SELECT %s, CAST(id %% 2 AS INT) AS part FROM RANGE(%d, %d, 1, 1)"
spark.sql(insert % ("CAST(id AS INT), CONCAT('n', id), CAST(id / 4 AS FLOAT), CAST(id / 100 AS DECIMAL(9, 2)), DATE'2024-01-31'", 0, 20))
spark.sql(f"CALL paimon.sys.create_tag(table => '{database}.evolved', tag => 'first', snapshot => 1)")
spark.sql(f"ALTER TABLE {full} ADD COLUMN extra STRING AFTER id")
spark.sql(insert % ("CAST(id AS INT), 'more', 'n', CAST(1 AS FLOAT), CAST(1 AS DECIMAL(9, 2)), DATE'2024-02-29'", 20, 30))
spark.sql(f"ALTER TABLE {full} RENAME COLUMN name TO title")
spark.sql(f"ALTER TABLE {full} DROP COLUMN day")
for column, kind in (("id", "BIGINT"), ("single", "DOUBLE"), ("amount", "DECIMAL(12, 2)"), ("title", "STRING")):
    spark.sql(f"ALTER TABLE {full} ALTER COLUMN {column} TYPE {kind}")
spark.sql(f"ALTER TABLE {full} ADD COLUMN day STRING")
spark.sql(f"ALTER TABLE {full} ALTER COLUMN amount FIRST")
spark.sql(insert % ("CAST(id AS DECIMAL(12, 2)), id, 'x', 'long enough to be no VARCHAR(9)', CAST(2 AS DOUBLE), 'text'", 30, 40))
note_all("evolved", 3, [(1, 3)])
note("evolved", "--tag first", spark.sql(f"SELECT * FROM {full} VERSION AS OF 'first'"))

full = table("deleted", "id INT, name STRING", file_format="parquet", deletion__vectors_enabled="true")
for n in range(2):
    spark.sql(f"INSERT INTO {full} SELECT CAST(id AS INT), CONCAT('n', id) FROM RANGE({n * 8000}, {n * 8000 + 8000}, 1, 1)")
spark.sql(f"DELETE FROM {full} WHERE id % 3 = 0 OR id BETWEEN 6000 AND 7000")
spark.sql(f"UPDATE {full} SET name = 'changed' WHERE id % 1000 = 1")
note_all("deleted", newest("deleted"))

KEYED = {"primary__key": "part,id", "bucket": "2", "file_format": "parquet"}
for name, options in (("keyed", {}), ("by_sequence", {"sequence_field": "rank"}), ("keyed_vectors", {"deletion__vectors_enabled": "true"}),
                      ("first_row", {"merge__engine": "first-row", "changelog__producer": "lookup"})):
    full = table(name, "id BIGINT, rank INT, name STRING, part STRING", "PARTITIONED BY (part)", **KEYED, **options)
    for n in range(3):
        spark.sql(f"INSERT INTO {full} SELECT id, CAST(IF(id % 2 = 0, {n}, -{n}) AS INT), 'round {n}', CONCAT('p', id % 2) "
                  f"FROM RANGE({n * 30}, {n * 30 + 60}, 1, 1)")
        if n == 1 and name == "keyed":
            spark.sql(f"DELETE FROM {full} WHERE id % 10 = 0")
    last = newest(name)
    note_all(name, last, {"keyed_vectors": [], "first_row": [(1, last)]}.get(name, [(0, 1), (2, last)]))
json.dump(states, open(output, "w"))
