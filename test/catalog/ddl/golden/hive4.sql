CREATE TABLE `sales`.`events`(
  `id` bigint, 
  `at` timestamp with local time zone, 
  `body` struct<`user`:struct<`name`:string>,`n`:int>)
PARTITIONED BY ( 
  `day` date)
ROW FORMAT SERDE 
  'org.apache.hadoop.hive.ql.io.orc.OrcSerde' 
STORED AS INPUTFORMAT 
  'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat' 
OUTPUTFORMAT 
  'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat'
LOCATION
  'hdfs://nn:8020/warehouse/tablespace/managed/hive/sales.db/events'
TBLPROPERTIES (
  'bucketing_version'='2', 
  'transactional'='true', 
  'transactional_properties'='default', 
  'transient_lastDdlTime'='1700000003');
ALTER TABLE `sales`.`events` ADD CONSTRAINT `pk_1` PRIMARY KEY (`id`) DISABLE NOVALIDATE RELY;
