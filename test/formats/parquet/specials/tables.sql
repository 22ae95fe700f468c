CREATE TABLE special.legacy_lists (
  id INT,
  avro_ints ARRAY<INT>,
  avro_structs ARRAY<STRUCT<n: INT, s: STRING>>,
  avro_one ARRAY<STRUCT<n: INT>>,
  thrift ARRAY<STRUCT<n: INT, s: STRING>>,
  bag ARRAY<INT>,
  m1 MAP<STRING, INT>,
  m2 MAP<STRING, INT>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639568')
;

CREATE TABLE special.legacy_repeated (
  id INT,
  r ARRAY<INT>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639587')
;

CREATE TABLE special.decimals_bytes (
  id INT,
  flba16 DECIMAL(9,2),
  flba4 DECIMAL(9,2),
  large DECIMAL(38,10),
  var DECIMAL(38,10))
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639593')
;

CREATE TABLE special.pages_v2_hive (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  dec9 DECIMAL(9,2),
  dec18 DECIMAL(18,4),
  dec38 DECIMAL(38,10),
  str STRING,
  ch CHAR(6),
  vc VARCHAR(12),
  bin BINARY,
  dt DATE,
  ts TIMESTAMP,
  arr ARRAY<INT>,
  m MAP<STRING, BIGINT>,
  st STRUCT<x: INT, y: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639602')
;

CREATE TABLE special.pages_v2_spark (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  dec9 DECIMAL(9,2),
  dec18 DECIMAL(18,4),
  dec38 DECIMAL(38,10),
  str STRING,
  ch CHAR(6),
  vc VARCHAR(12),
  bin BINARY,
  dt DATE,
  ts TIMESTAMP,
  arr ARRAY<INT>,
  m MAP<STRING, BIGINT>,
  st STRUCT<x: INT, y: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639607')
;

CREATE TABLE special.legacy_spark (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  dec9 DECIMAL(9,2),
  dec18 DECIMAL(18,4),
  dec38 DECIMAL(38,10),
  str STRING,
  ch CHAR(6),
  vc VARCHAR(12),
  bin BINARY,
  dt DATE,
  ts TIMESTAMP,
  arr ARRAY<INT>,
  m MAP<STRING, BIGINT>,
  st STRUCT<x: INT, y: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639611')
;

CREATE TABLE special.byte_stream_split (
  id INT,
  f FLOAT,
  d DOUBLE)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639615')
;

CREATE TABLE special.brotli (
  id INT,
  f FLOAT,
  d DOUBLE)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639619')
;

CREATE TABLE special.nanos (
  id INT,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639620')
;

CREATE TABLE special.widened (
  id BIGINT,
  i BIGINT,
  big DOUBLE,
  f DOUBLE,
  d DECIMAL(9,4))
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639623')
;

CREATE TABLE special.renamed (
  id INT,
  surname STRING,
  i INT)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639627')
;

CREATE TABLE special.reordered (
  name STRING,
  D DECIMAL(5,2),
  st STRUCT<b: STRING, a: INT, c: BIGINT>,
  more DECIMAL(9,2),
  id INT)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639631')
;

CREATE TABLE special.hive3_shanghai (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'hive.parquet.date.proleptic.gregorian.default' = 'true',
  'transient_lastDdlTime' = '1795639633')
;

CREATE TABLE special.hive4_shanghai (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639635')
;

CREATE TABLE special.hive4_shanghai_int64 (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639636')
;

CREATE TABLE special.hive3_los_angeles (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'hive.parquet.date.proleptic.gregorian.default' = 'true',
  'transient_lastDdlTime' = '1795639636')
;

CREATE TABLE special.hive4_los_angeles (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639637')
;

CREATE TABLE special.hive4_los_angeles_int64 (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639638')
;

CREATE TABLE special.spark_utc_int96_legacy (
  id INT,
  dt DATE,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795639638')
;
