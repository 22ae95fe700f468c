CREATE EXTERNAL TABLE `sales.orders`(
  `id` bigint COMMENT 'the customer\'s id\; unique', 
  `amount` decimal(10,2), 
  `items` array<struct<sku:string,Qty:int,tags:map<string,array<decimal(20,4)>>>>)
COMMENT 'all orders'
PARTITIONED BY ( 
  `dt` string COMMENT 'the day', 
  `hr` int)
CLUSTERED BY ( 
  id) 
SORTED BY ( 
  id ASC) 
INTO 4 BUCKETS
ROW FORMAT SERDE 
  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' 
STORED AS INPUTFORMAT 
  'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat' 
OUTPUTFORMAT 
  'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
LOCATION
  'hdfs://nn:8020/data/orders'
TBLPROPERTIES (
  'last_modified_by'='etl', 
  'transient_lastDdlTime'='1700000000')
CREATE TABLE `lines`(
  `line` string)
ROW FORMAT SERDE 
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' 
WITH SERDEPROPERTIES ( 
  'field.delim'='\u0001', 
  'serialization.format'='\u0001') 
STORED AS INPUTFORMAT 
  'org.apache.hadoop.mapred.TextInputFormat' 
OUTPUTFORMAT 
  'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION
  'hdfs://nn:8020/user/hive/warehouse/lines'
TBLPROPERTIES (
  'transient_lastDdlTime'='1700000001')
