CREATE TABLE matrix.avro_null (
  id INT,
  b BOOLEAN,
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
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637766')
;

CREATE TABLE matrix.avro_old_dt (
  id INT,
  old_dt DATE)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637769')
;

CREATE TABLE matrix.avro_ts (
  id INT,
  ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637771')
;

CREATE TABLE matrix.avro_old_ts (
  id INT,
  old_ts TIMESTAMP)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637772')
;

CREATE TABLE matrix.avro_deflate (
  id INT,
  b BOOLEAN,
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
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637774')
;

CREATE TABLE matrix.avro_snappy (
  id INT,
  b BOOLEAN,
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
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637775')
;

CREATE TABLE matrix.avro_bzip2 (
  id INT,
  b BOOLEAN,
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
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637776')
;

CREATE TABLE matrix.avro_zstandard (
  id INT,
  b BOOLEAN,
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
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637778')
;

CREATE TABLE matrix.avro_xz (
  id INT,
  b BOOLEAN,
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
  st STRUCT<a: INT, b: ARRAY<INT>, c: STRING>)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1795637780')
;
