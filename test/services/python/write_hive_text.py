"""write_hive_text.py OUTPUT METASTORE WAREHOUSE DATABASE: writes text tables by Hive's own SerDe under all of Hadoop's codecs, and makes others
of lines that nobody would write on purpose; and OUTPUT, their rows as Hive's SerDes give them to Spark, in the form of dump.py, and the
properties by which each is read."""
import json
import os
import sys

from dump import dump
from hive_tables import COLUMNS, ROW
from spark import session

output, metastore, warehouse, database = sys.argv[1:]
spark = session(metastore=metastore)
spark.sql(f"CREATE DATABASE {database} LOCATION '{warehouse}/{database}.db'")
spark.sql(f"USE {database}")
folder = warehouse.removeprefix("file://")
properties = {}


def written(codec):
    """A table of all types by Hive's writer."""
    name = f"types_{codec or 'none'}"
    spark.sql(f"SET hive.exec.compress.output={str(codec is not None).lower()}")
    if codec is not None:
        spark.sql(f"SET mapred.output.compression.codec=org.apache.hadoop.io.compress.{codec}Codec")
    spark.sql(f"CREATE TABLE {name} ({COLUMNS}) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' ESCAPED BY '\\\\' STORED AS TEXTFILE")
    spark.sql(f"INSERT INTO {name} SELECT /*+ COALESCE(2) */ {ROW} FROM RANGE(0, 3000)")
    properties[name] = {"field.delim": "|", "escape.delim": "\\"}


def made(name, columns, lines, of_serde, serde="lazy.LazySimpleSerDe"):
    """A table over lines as they are."""
    directory = f"{folder}/{name}"
    os.makedirs(directory)
    with open(f"{directory}/lines.txt", "wb") as file:
        file.write(lines.encode())
    serde = f"org.apache.hadoop.hive.serde2.{serde}"
    quoted = ", ".join(f"'{key}'='{escaped(value)}'" for key, value in {"serialization.format": "1", **of_serde}.items())
    spark.sql(f"""CREATE EXTERNAL TABLE {name} ({columns}) ROW FORMAT SERDE '{serde}' WITH SERDEPROPERTIES ({quoted})
        STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
        OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat' LOCATION 'file://{directory}'""")
    properties[name] = {**of_serde, "serialization.lib": serde}


def escaped(text):
    return text.replace("\\", "\\\\").replace("'", "\\'")


for codec in [None, "Gzip", "BZip2", "Default", "Snappy", "Lz4"]:
    written(codec)
COMMAS = {"field.delim": ",", "colelction.delim": ";", "mapkey.delim": ":"}
made("bad_numbers", "t TINYINT, i INT, l BIGINT, f FLOAT, d DOUBLE, de DECIMAL(6,2), b BOOLEAN",
     "1,2,3,4,5,6,true\n128,x,9223372036854775808,1e39,NaN,12345.678,TRUE\n 1,1.9,-1.,.5,1e400,0.005,1\n,,,,,,\n+1,-0,007,Infinity,-0.0,-.5,False\n"
     "1,2,3\n1,2,3,4,5,6,true,8,9\n\n--1,2147483648,1e3,inf,1.5d,1e2,t\n", COMMAS)
made("nested", "a ARRAY<INT>, m MAP<STRING,ARRAY<STRING>>, s STRUCT<x:INT,y:ARRAY<INT>,z:STRING>",
     "1;2;x,k:a\x04b;k:c;j,1;2:3;z;more\n,,\n\\N,\\N,\\N\n\\N;1,\\N:a;:b,\\N\n;,;,;\n1;;2,a:b:c,1\n", COMMAS)
made("escapes", "a STRING, b CHAR(5), c VARCHAR(3), e ARRAY<STRING>",
     "a\\,b,gr\\\\,日本語日本,x\\;y;z\n\\n\\r\\t,größer,ab,\\\\\\;\nlast\\,x\ntail\\\n,,,\n", {**COMMAS, "escape.delim": "\\"})
made("ends", "a STRING, b STRING", "\ufeffone,1\rtwo,2\r\nthree,3\n\r\n\nfour,\r", COMMAS)
made("rest", "a STRING, b STRING", "1,2,3\n1\n,\n", {**COMMAS, "serialization.last.column.takes.rest": "true", "serialization.null.format": ""})
made("csv", "a STRING, b STRING, c STRING", 'a,"b ""q"" b",c\n"x,y",\\"z,\n"open,b\n\nab"cd"ef,  "g" ,h\n"é",日本,"𝄞","more"\n', {}, "OpenCSVSerde")
made("csv_tabs", "a STRING, b STRING", "a\t'b\tc'\nx\\'y\tz\n", {"separatorChar": "\t", "quoteChar": "'", "escapeChar": "\\"}, "OpenCSVSerde")
made("regex", "host STRING, size INT, rest STRING", "a 12 x y\nno match\nB -\né 99999999999 \t|\n",
     {"input.regex": "(\\S+) (-|[0-9]+)(?: (.*))?", "input.regex.case.insensitive": "true"}, "RegexSerDe")

tables = {name: {**dump(spark, name), "properties": of} for name, of in properties.items()}
json.dump(tables, open(output, "w"), ensure_ascii=False)
