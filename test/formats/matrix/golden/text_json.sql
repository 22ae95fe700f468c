CREATE TABLE matrix.text_json_none (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  finite_f FLOAT,
  finite_d DOUBLE,
  dec9 DECIMAL(9,2),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636181')
;

CREATE TABLE matrix.text_json_dec18 (
  id INT,
  dec18 DECIMAL(18,4))
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636183')
;

CREATE TABLE matrix.text_json_dec38 (
  id INT,
  dec38 DECIMAL(38,18))
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636185')
;

CREATE TABLE matrix.text_json_old_dt (
  id INT,
  old_dt DATE)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636187')
;

CREATE TABLE matrix.text_json_ts (
  id INT,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636188')
;

CREATE TABLE matrix.text_json_old_ts (
  id INT,
  old_ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636189')
;

CREATE TABLE matrix.text_json_deflate (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  finite_f FLOAT,
  finite_d DOUBLE,
  dec9 DECIMAL(9,2),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636191')
;

CREATE TABLE matrix.text_json_bzip2 (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  finite_f FLOAT,
  finite_d DOUBLE,
  dec9 DECIMAL(9,2),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636192')
;

CREATE TABLE matrix.text_json_snappy (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  finite_f FLOAT,
  finite_d DOUBLE,
  dec9 DECIMAL(9,2),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636194')
;

CREATE TABLE matrix.text_json_lz4 (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  finite_f FLOAT,
  finite_d DOUBLE,
  dec9 DECIMAL(9,2),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636195')
;

CREATE TABLE matrix.text_json_gzip (
  id INT,
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  finite_f FLOAT,
  finite_d DOUBLE,
  dec9 DECIMAL(9,2),
  str STRING,
  delimiters STRING,
  lines STRING,
  ch CHAR(5),
  vc VARCHAR(3),
  dt DATE,
  arr ARRAY<STRING>,
  m MAP<STRING, INT>,
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>,
  deep ARRAY<STRUCT<n: BIGINT, tags: MAP<INT, ARRAY<STRING>>>>)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795636197')
;
