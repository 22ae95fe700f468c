"""What the source warehouse of the tests holds, as Spark SQL; a pair is a setting, a function changes the metastore."""

ROW = """
    id, IF(id % 7 = 0, NULL, id % 2 = 0) b, CAST(IF(id % 7 = 1, NULL, id % 100 - 50) AS TINYINT) t,
    CAST(IF(id % 7 = 2, NULL, id * 3 - 500) AS SMALLINT) s, CAST(IF(id % 7 = 3, NULL, id * 1000 - 7) AS INT) i,
    IF(id % 7 = 4, NULL, id * 10000000000 - 3) l,
    CASE WHEN id % 11 = 0 THEN NULL WHEN id % 11 = 1 THEN CAST('NaN' AS FLOAT) WHEN id % 11 = 2 THEN CAST(-0.0 AS FLOAT)
      WHEN id % 11 = 3 THEN CAST('Infinity' AS FLOAT) ELSE CAST(id * 1.5 AS FLOAT) END f,
    CASE WHEN id % 11 = 4 THEN NULL WHEN id % 11 = 5 THEN CAST('NaN' AS DOUBLE) WHEN id % 11 = 6 THEN CAST('-Infinity' AS DOUBLE)
      ELSE CAST(id AS DOUBLE) / 3 END d,
    CAST(IF(id % 5 = 0, NULL, id - 60.25) AS DECIMAL(9,2)) dec9, CAST(IF(id % 5 = 1, NULL, id * 1234567.8901 - 5000) AS DECIMAL(18,4)) dec18,
    CAST(IF(id % 5 = 2, NULL, CAST('1234567890123456789012345678.0123456789' AS DECIMAL(38,10)) * IF(id % 2 = 0, 1, -1) - id) AS DECIMAL(38,10)) dec38,
    CASE WHEN id % 6 = 0 THEN NULL WHEN id % 6 = 1 THEN '' WHEN id % 6 = 2 THEN CONCAT('größe 日本 ', id)
      ELSE CONCAT('a rather long text that is shared and longer than sixteen ', id) END str,
    CAST(IF(id % 4 = 0, NULL, CONCAT('c', id % 10)) AS CHAR(6)) ch, CAST(IF(id % 4 = 1, NULL, CONCAT('v', id)) AS VARCHAR(12)) vc,
    IF(id % 4 = 2, NULL, UNHEX(CONCAT('00FF', LPAD(HEX(id), 4, '0')))) bin,
    DATE_ADD(DATE '1969-12-25', CAST(id AS INT)) dt,
    IF(id % 4 = 3, NULL, TIMESTAMP_MICROS(id * 86400123456 - 100000000001)) ts,
    IF(id % 3 = 0, NULL, IF(id % 3 = 1, ARRAY(), ARRAY(CAST(id AS INT), NULL, 3))) arr,
    IF(id % 3 = 1, NULL, IF(id % 3 = 2, MAP('a', id, 'b', NULL), MAP('k', -id))) m,
    IF(id % 3 = 2, NULL, NAMED_STRUCT('x', CAST(id AS INT), 'y', IF(id % 2 = 0, NULL, CONCAT('y', id)))) st,
    ARRAY(NAMED_STRUCT('n', id, 'tags', MAP(CAST(id AS INT), ARRAY('p', NULL)))) deep
"""
COLUMNS = """
    id BIGINT, b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, dec9 DECIMAL(9,2), dec18 DECIMAL(18,4),
    dec38 DECIMAL(38,10), str STRING, ch CHAR(6), vc VARCHAR(12), bin BINARY, dt DATE, ts TIMESTAMP, arr ARRAY<INT>,
    m MAP<STRING,BIGINT>, st STRUCT<x:INT,y:STRING>, deep ARRAY<STRUCT<n:BIGINT,tags:MAP<INT,ARRAY<STRING>>>>
"""
SPARK_WRITER = ("spark.sql.hive.convertMetastoreParquet", "true")
HIVE_WRITER = ("spark.sql.hive.convertMetastoreParquet", "false")
SPARK_ORC = ("spark.sql.hive.convertMetastoreOrc", "true")
HIVE_ORC = ("spark.sql.hive.convertMetastoreOrc", "false")
MICROS = ("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
INT96 = ("spark.sql.parquet.outputTimestampType", "INT96")
LEGACY = ("spark.sql.parquet.writeLegacyFormat", "true")
MODERN = ("spark.sql.parquet.writeLegacyFormat", "false")
# Old dates of the made-up data lie after 1900: nothing is rebased.
ODD = """CASE id % 8 WHEN 0 THEN NULL WHEN 1 THEN 'plain' WHEN 2 THEN 'a b' WHEN 3 THEN 'x=y/z' WHEN 4 THEN 'per%cent'
    WHEN 5 THEN '12:30' WHEN 6 THEN 'größe+日本' ELSE "it's" END"""
ROW_OF_TEXT = "id, b, t, s, i, l, f, d, dec9, dec38, str, ch, vc, bin, dt, arr, m, st"
SMALL_PARTITIONS, SMALL_FILES = 4, 500


def with_storage_of(other, table, partition):
    """Gives one partition the files and the format of another table; Spark has no statement for it."""
    def change(client, database):
        found = client.getPartition(database, table, partition)
        found.setSd(client.getTable(database, other).getSd())
        client.alter_partition(database, table, found)
    return change


def types(name, settings, comment="", stored_as="PARQUET", rows=200):
    return [*settings, f"CREATE TABLE {name} ({COLUMNS}) {comment} STORED AS {stored_as}",
            f"INSERT INTO {name} SELECT /*+ COALESCE(2) */ {ROW} FROM RANGE(0, {rows})"]


STATEMENTS = [
    *types("types_int96", [SPARK_WRITER, INT96, MODERN], "COMMENT 'größe \"quoted\"'"),
    *types("types_micros", [SPARK_WRITER, MICROS, MODERN]),
    *types("types_legacy", [SPARK_WRITER, INT96, LEGACY]),
    *types("types_hive", [HIVE_WRITER, INT96, MODERN]),
    SPARK_WRITER, MICROS, MODERN,
    "CREATE TABLE parts (id BIGINT COMMENT 'the id', v STRING) PARTITIONED BY (day DATE, hr INT, tag STRING) STORED AS PARQUET",
    f"""INSERT INTO parts PARTITION (day, hr, tag) SELECT id, CONCAT('v', id),
        IF(id % 5 = 0, NULL, DATE_ADD(DATE '2024-02-28', CAST(id % 3 AS INT))), IF(id % 7 = 0, NULL, CAST(id % 4 AS INT)), {ODD} FROM RANGE(0, 400)""",
    "CREATE TABLE mixed (`UserId` BIGINT, `userName` STRING, `Amount` DECIMAL(12,2)) USING parquet",
    "INSERT INTO mixed SELECT id, CONCAT('n', id), id / 4 FROM RANGE(0, 50)",
    "CREATE TABLE small (id BIGINT, name STRING, amount DECIMAL(9,2), ts TIMESTAMP, pad STRING) PARTITIONED BY (p INT) STORED AS PARQUET",
    f"""INSERT INTO small PARTITION (p) SELECT /*+ REPARTITION({SMALL_FILES}) */ id, CONCAT('name ', id), id / 100, TIMESTAMP_MICROS(id * 1000001),
        CONCAT(MD5(CAST(id AS STRING)), SHA2(CAST(id AS STRING), 512)), CAST(id % {SMALL_PARTITIONS} AS INT) FROM RANGE(0, {SMALL_PARTITIONS * SMALL_FILES * 120})""",
    "CREATE TABLE nothing (id BIGINT, name STRING) STORED AS PARQUET",
    "INSERT INTO nothing SELECT id, 'x' FROM RANGE(0, 10) WHERE id < 0",
    "CREATE TABLE never (id BIGINT, name STRING) PARTITIONED BY (p STRING) STORED AS PARQUET",
    "CREATE TABLE evolved (id BIGINT, old STRING) STORED AS PARQUET",
    "INSERT INTO evolved SELECT id, CONCAT('old', id) FROM RANGE(0, 20)",
    "ALTER TABLE evolved ADD COLUMNS (more INT, moment TIMESTAMP)",
    "INSERT INTO evolved SELECT id, CONCAT('new', id), CAST(id AS INT), TIMESTAMP_MICROS(id) FROM RANGE(20, 40)",
    # Row by row, Java Paimon compares bytes above 0x7f as negative ones; new row groups hold more than those of Spark's files.
    *types("orc_spark", [SPARK_ORC], stored_as="ORC", rows=128),
    *types("orc_hive", [HIVE_ORC], stored_as="ORC", rows=128),
    SPARK_ORC,
    # Days before and after the Gregorian calendar began; the middle one, which filters ask for, is after: PySpark moves older literals.
    """CREATE TABLE orc_days (id BIGINT, dt DATE, ts TIMESTAMP, `Amount` DECIMAL(20,3)) PARTITIONED BY (p INT) STORED AS ORC
        TBLPROPERTIES ('orc.compress'='SNAPPY')""",
    """INSERT INTO orc_days PARTITION (p) SELECT /*+ REPARTITION(8) */ id, DATE_ADD(DATE '1582-10-04', CAST(id - 300 AS INT)),
        TIMESTAMP '1582-10-04 23:59:59.999999' + MAKE_INTERVAL(0, 0, 0, CAST(id - 300 AS INT)), id / 8, CAST(id % 2 AS INT) FROM RANGE(0, 1000)""",
    "CREATE TABLE in_orc (id BIGINT, name STRING) STORED AS ORC",
    "INSERT INTO in_orc SELECT id, CONCAT('in ORC ', id) FROM RANGE(30, 60)",
    # Partitions of two formats, older than the table's last column.
    "CREATE TABLE two_formats (id BIGINT, name STRING) PARTITIONED BY (p INT) STORED AS PARQUET",
    "INSERT INTO two_formats PARTITION (p = 1) SELECT id, CONCAT('in parquet ', id) FROM RANGE(0, 30)",
    "ALTER TABLE two_formats ADD PARTITION (p = 2)",
    with_storage_of("in_orc", "two_formats", "p=2"),
    "ALTER TABLE two_formats ADD COLUMNS (more DECIMAL(9,2))",
    # Hive's Avro has no small integers, and does not say in which zone its timestamps are.
    "CREATE TABLE avro_hive STORED AS AVRO AS SELECT id, b, i, l, f, d, dec9, dec38, str, ch, vc, bin, dt, arr, m, st FROM orc_hive",
    # Row formats of text and the binary one are read by Hive's SerDes alone. Dates are of one calendar, timestamps of no zone.
    f"CREATE TABLE text_simple ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' STORED AS TEXTFILE AS SELECT {ROW_OF_TEXT}, ts FROM orc_hive",
    f"""CREATE TABLE seq_text ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
        WITH SERDEPROPERTIES ('field.delim'='|', 'escape.delim'='\\\\') STORED AS SEQUENCEFILE AS SELECT {ROW_OF_TEXT} FROM orc_hive""",
    f"""CREATE TABLE rc_text ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe' STORED AS RCFILE
        AS SELECT {ROW_OF_TEXT} FROM orc_hive""",
    f"CREATE TABLE rc_binary STORED AS RCFILE AS SELECT {ROW_OF_TEXT}, deep FROM orc_hive",
    # Buckets as Hive's hash has them, some empty.
    "CREATE TABLE in_buckets (id INT, name STRING) PARTITIONED BY (p INT) CLUSTERED BY (id) SORTED BY (id) INTO 4 BUCKETS STORED AS PARQUET",
    "INSERT INTO in_buckets PARTITION (p) SELECT CAST(id * 3 AS INT), CONCAT('in bucket ', id), IF(id < 3, 0, 1) FROM RANGE(0, 60)",
    "CREATE TABLE orc_buckets (id INT, name STRING) CLUSTERED BY (name) INTO 3 BUCKETS STORED AS ORC",
    "INSERT INTO orc_buckets SELECT CAST(id AS INT), IF(id % 9 = 0, NULL, CONCAT('in bucket ', id)) FROM RANGE(0, 40)",
    # What is to be refused by name.
    "CREATE VIEW a_view AS SELECT UserId FROM mixed",
]
TABLES = ["types_int96", "types_micros", "types_legacy", "types_hive", "parts", "mixed", "small", "nothing", "never", "evolved", "orc_spark",
          "orc_hive", "orc_days", "in_orc", "two_formats", "avro_hive", "text_simple", "seq_text", "rc_text", "rc_binary",
          "in_buckets", "orc_buckets"]
OF_TWO_FORMATS = ["two_formats"]
