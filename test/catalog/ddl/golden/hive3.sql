CREATE EXTERNAL TABLE `sales.kv`(
  `key` string COMMENT 'from deserializer')
SKEWED BY (key)
  ON (('a'),('b'))
  STORED AS DIRECTORIES
ROW FORMAT SERDE 
  'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe' 
STORED BY 
  'org.apache.hadoop.hive.hbase.HBaseStorageHandler' 
WITH SERDEPROPERTIES ( 
  'hbase.columns.mapping'=':key', 
  'serialization.format'='1')
TBLPROPERTIES (
  'bucketing_version'='2', 
  'transient_lastDdlTime'='1700000002');
CREATE VIEW `sales.big` AS SELECT `orders`.`id` FROM `sales`.`orders` WHERE `orders`.`amount` > 10;
CREATE MATERIALIZED VIEW `sales.per_day` AS SELECT `dt`, count(*) `n` FROM `sales`.`orders` GROUP BY `dt`;
