CREATE TABLE spark_catalog.sales.mixed (
  UserId BIGINT COMMENT 'it\'s',
  `user name` STRING,
  st STRUCT<X: INT COMMENT 'inner', `y z`: ARRAY<STRING>>,
  m MAP<STRING, BIGINT>,
  price DECIMAL(12,2) NOT NULL,
  day DATE)
USING parquet
OPTIONS (
  'compression' = 'zstd')
PARTITIONED BY (day)
CLUSTERED BY (UserId)
SORTED BY (price)
INTO 8 BUCKETS
COMMENT 'größe "quoted"'
LOCATION 's3a://bucket/mixed'
TBLPROPERTIES (
  'a.b' = 'c')
;
CREATE TABLE spark_catalog.sales.plain (
  id BIGINT COMMENT 'the id',
  v STRING)
PARTITIONED BY (hr INT, tag STRING COMMENT 'a tag')
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1')
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
TBLPROPERTIES (
  'transient_lastDdlTime' = '1700000004')
;
CREATE TABLE spark_catalog.sales.sheets (
  id INT)
USING csv
OPTIONS (
  header 'true',
  'sep' ';')
;
