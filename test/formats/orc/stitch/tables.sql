CREATE TABLE stitch.hive (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  dec9 DECIMAL(9,2),
  dec38 DECIMAL(38,18),
  str STRING,
  long_str STRING,
  vc VARCHAR(8),
  bin BINARY,
  dt DATE,
  few INT,
  never STRING,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<BIGINT>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'ZLIB',
  'orc.row.index.stride' = '1000',
  'transient_lastDdlTime' = '1795660539')
;

CREATE TABLE stitch.spark (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  dec9 DECIMAL(9,2),
  dec38 DECIMAL(38,18),
  str STRING,
  long_str STRING,
  bin BINARY,
  dt DATE,
  few INT,
  never STRING,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<BIGINT>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'SNAPPY',
  'orc.row.index.stride' = '1000',
  'transient_lastDdlTime' = '1795660550')
;
