CREATE TABLE matrix.orc_hive_none (
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
  dec38 DECIMAL(38,18),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'NONE',
  'transient_lastDdlTime' = '1795636783')
;

CREATE TABLE matrix.orc_hive_old_dt (
  id INT,
  old_dt DATE)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'NONE',
  'transient_lastDdlTime' = '1795636785')
;

CREATE TABLE matrix.orc_hive_ts (
  id INT,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'NONE',
  'transient_lastDdlTime' = '1795636785')
;

CREATE TABLE matrix.orc_hive_old_ts (
  id INT,
  old_ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'NONE',
  'transient_lastDdlTime' = '1795636786')
;

CREATE TABLE matrix.orc_hive_zlib (
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
  dec38 DECIMAL(38,18),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'ZLIB',
  'transient_lastDdlTime' = '1795636787')
;

CREATE TABLE matrix.orc_hive_snappy (
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
  dec38 DECIMAL(38,18),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'SNAPPY',
  'transient_lastDdlTime' = '1795636788')
;

CREATE TABLE matrix.orc_hive_lz4 (
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
  dec38 DECIMAL(38,18),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'LZ4',
  'transient_lastDdlTime' = '1795636789')
;

CREATE TABLE matrix.orc_hive_zstd (
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
  dec38 DECIMAL(38,18),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'ZSTD',
  'transient_lastDdlTime' = '1795636790')
;

CREATE TABLE matrix.orc_hive_lzo (
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
  dec38 DECIMAL(38,18),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
TBLPROPERTIES (
  'orc.compress' = 'LZO',
  'transient_lastDdlTime' = '1795636791')
;
