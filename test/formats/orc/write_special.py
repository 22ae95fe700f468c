"""Writes special/*.orc by Apache ORC's Java writer, in Spark's JVM: python write_special.py."""

import pathlib
import shutil

from py4j.java_gateway import get_field, set_field
from pyspark.sql import SparkSession

HERE = pathlib.Path(__file__).parent / "special"
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
jvm = spark._jvm
ORC = jvm.org.apache.orc


def write(name, schema, fill, change=lambda options: options, decimals=ORC.TypeDescription.RowBatchVersion.ORIGINAL):
    path = HERE / f"{name}.orc"
    path.unlink(missing_ok=True)
    conf = jvm.org.apache.hadoop.conf.Configuration()
    schema = ORC.TypeDescription.fromString(schema)
    options = change(ORC.OrcFile.writerOptions(conf).setSchema(schema))
    writer = ORC.OrcFile.createWriter(jvm.org.apache.hadoop.fs.Path(path.as_uri()), options)
    batch = schema.createRowBatch(decimals, 1024)
    columns = get_field(batch, "cols")
    for row in range(100):
        fill(columns, row)
    set_field(batch, "size", 100)
    writer.addRowBatch(batch)
    writer.close()
    (HERE / f".{name}.orc.crc").unlink(missing_ok=True)


def put(array, row, value):
    jvm.java.lang.reflect.Array.set(array, row, value)


def text(column, row, value):
    column.setVal(row, value.encode())


def pairs(columns, row):
    put(get_field(columns[0], "vector"), row, row)
    text(columns[1], row, f"row {row}")


def with_union(columns, row):
    fields = get_field(columns[1], "fields")
    put(get_field(columns[0], "vector"), row, row)
    put(get_field(columns[1], "tags"), row, row % 2)
    put(get_field(fields[0], "vector"), row, row)
    text(fields[1], row, f"row {row}")


def cents(columns, row):
    put(get_field(columns[0], "vector"), row, row - 50)


def encrypted(options):
    keys = ORC.InMemoryKeystore().addKey("pii", ORC.EncryptionAlgorithm.AES_CTR_128, bytes(16))
    return options.setKeyProvider(keys).encrypt("pii:_col1")


shutil.rmtree(HERE, ignore_errors=True)
HERE.mkdir()
write("no_names", "struct<_col0:bigint,_col1:string>", pairs)
write("union", "struct<_col0:bigint,either:uniontype<bigint,string>>", with_union)
write(
    "decimal64",
    "struct<_col0:decimal(10,2)>",
    cents,
    lambda options: options.version(ORC.OrcFile.Version.UNSTABLE_PRE_2_0),
    ORC.TypeDescription.RowBatchVersion.USE_DECIMAL64,
)
write("encrypted", "struct<_col0:bigint,_col1:string>", pairs, encrypted)
