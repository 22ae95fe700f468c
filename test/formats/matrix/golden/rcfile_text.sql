CREATE TABLE matrix.rcfile_text_none (
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
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629336')
;

CREATE TABLE matrix.rcfile_text_old_dt (
  id INT,
  old_dt DATE)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629361')
;

CREATE TABLE matrix.rcfile_text_ts (
  id INT,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629370')
;

CREATE TABLE matrix.rcfile_text_old_ts (
  id INT,
  old_ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629374')
;

CREATE TABLE matrix.rcfile_text_deflate (
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
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629380')
;

CREATE TABLE matrix.rcfile_text_snappy (
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
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629386')
;

CREATE TABLE matrix.rcfile_text_lz4 (
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
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe'
WITH SERDEPROPERTIES (
  'escape.delim' = '\\',
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795629401')
;
