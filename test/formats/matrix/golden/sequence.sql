CREATE TABLE matrix.sequence_none (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628574')
;

CREATE TABLE matrix.sequence_old_dt (
  id INT,
  old_dt DATE)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628588')
;

CREATE TABLE matrix.sequence_ts (
  id INT,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628595')
;

CREATE TABLE matrix.sequence_old_ts (
  id INT,
  old_ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628601')
;

CREATE TABLE matrix.sequence_deflate (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628606')
;

CREATE TABLE matrix.sequence_bzip2 (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628615')
;

CREATE TABLE matrix.sequence_snappy (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628622')
;

CREATE TABLE matrix.sequence_lz4 (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628628')
;

CREATE TABLE matrix.sequence_record_deflate (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628635')
;

CREATE TABLE matrix.sequence_record_bzip2 (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628640')
;

CREATE TABLE matrix.sequence_record_snappy (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628647')
;

CREATE TABLE matrix.sequence_record_lz4 (
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
  ch CHAR(5),
  vc VARCHAR(3),
  bin BINARY,
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'field.delim' = '|',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.mapred.SequenceFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795628651')
;
