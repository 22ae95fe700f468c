CREATE TABLE random.lists_0 (
  c0 MAP<STRING, BOOLEAN>,
  c1 ARRAY<DOUBLE>,
  c2 MAP<BOOLEAN, STRUCT<f0: ARRAY<STRING>, f1: MAP<INT, INT>>>,
  c3 MAP<BOOLEAN, ARRAY<STRUCT<f0: STRING, f1: STRUCT<f0: BIGINT>, f2: ARRAY<INT>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713325')
;

CREATE TABLE random.lists_1 (
  c0 ARRAY<STRUCT<f0: ARRAY<MAP<INT, BIGINT>>, f1: ARRAY<STRUCT<f0: ARRAY<INT>, f1: STRUCT<f0: INT, f1: BIGINT>, f2: DOUBLE>>>>,
  c1 MAP<BIGINT, ARRAY<ARRAY<DOUBLE>>>,
  c2 ARRAY<ARRAY<ARRAY<INT>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713338')
;

CREATE TABLE random.lists_2 (
  c0 ARRAY<MAP<BOOLEAN, BIGINT>>,
  c1 ARRAY<ARRAY<ARRAY<BIGINT>>>,
  c2 MAP<BOOLEAN, STRING>,
  c3 ARRAY<MAP<DOUBLE, STRUCT<f0: BOOLEAN>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713346')
;

CREATE TABLE random.lists_3 (
  c0 MAP<INT, BOOLEAN>,
  c1 MAP<BIGINT, INT>,
  c2 MAP<BIGINT, MAP<BIGINT, MAP<INT, INT>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713355')
;

CREATE TABLE random.lists_4 (
  c0 ARRAY<STRUCT<f0: DOUBLE, f1: BIGINT, f2: DOUBLE>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713370')
;

CREATE TABLE random.lists_5 (
  c0 BIGINT,
  c1 MAP<STRING, BIGINT>,
  c2 INT)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713385')
;

CREATE TABLE random.lists_6 (
  c0 ARRAY<DOUBLE>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713398')
;

CREATE TABLE random.lists_7 (
  c0 ARRAY<BOOLEAN>,
  c1 ARRAY<ARRAY<ARRAY<INT>>>,
  c2 MAP<BIGINT, ARRAY<ARRAY<STRING>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713412')
;

CREATE TABLE random.lists_8 (
  c0 BOOLEAN,
  c1 ARRAY<STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713420')
;

CREATE TABLE random.lists_9 (
  c0 ARRAY<ARRAY<ARRAY<BIGINT>>>,
  c1 MAP<BOOLEAN, INT>,
  c2 DOUBLE,
  c3 INT)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713428')
;

CREATE TABLE random.lists_10 (
  c0 MAP<BIGINT, INT>,
  c1 ARRAY<MAP<BOOLEAN, STRING>>,
  c2 BIGINT)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713434')
;

CREATE TABLE random.lists_11 (
  c0 MAP<BOOLEAN, MAP<BIGINT, ARRAY<BIGINT>>>,
  c1 ARRAY<ARRAY<STRUCT<f0: MAP<INT, DOUBLE>, f1: STRUCT<f0: BOOLEAN, f1: INT, f2: STRING>>>>,
  c2 ARRAY<ARRAY<STRUCT<f0: ARRAY<STRUCT<f0: DOUBLE, f1: INT, f2: INT>>, f1: DOUBLE>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795713441')
;
