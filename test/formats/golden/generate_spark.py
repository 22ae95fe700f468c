"""Writes legacy-*.parquet of this folder with Spark in its legacy format, which is Hive's, each with its rows as JSON: see generate.py.

Run by `python generate_spark.py` in UTC with pyspark 3.5 installed.
"""

import datetime as dt
import decimal
import json
import pathlib
import shutil
import tempfile

from pyspark.sql import SparkSession
from pyspark.sql.types import (
    ArrayType, ByteType, DateType, DecimalType, IntegerType, MapType, ShortType, StringType, StructField, StructType, TimestampType,
)

HERE = pathlib.Path(__file__).parent
D = decimal.Decimal
UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
POINT = StructType([StructField("X", IntegerType()), StructField("at", TimestampType())])


def plain(value, kind):
    if value is None:
        return None
    if isinstance(kind, ArrayType):
        return [plain(item, kind.elementType) for item in value]
    if isinstance(kind, MapType):
        return [[plain(k, kind.keyType), plain(v, kind.valueType)] for k, v in value.items()]
    if isinstance(kind, StructType):
        return [plain(item, field.dataType) for item, field in zip(value, kind)]
    if isinstance(kind, TimestampType):
        return str((value - EPOCH) // dt.timedelta(microseconds=1) * 1000)
    if isinstance(kind, DecimalType):
        return str(int(value.scaleb(kind.scale, decimal.Context(prec=50))))
    if isinstance(kind, DateType):
        return (value - dt.date(1970, 1, 1)).days
    return value


TIMES = [
    dt.datetime(2024, 3, 1, 10, 20, 30, 123456, UTC),
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
    None,
]
COLUMNS = {
    "Id": (IntegerType(), [1, 2, 3, None]),
    "tiny": (ByteType(), [-128, 127, 0, None]),
    "small": (ShortType(), [-32768, 32767, 0, None]),
    "ts": (TimestampType(), TIMES),
    "d": (DateType(), [dt.date(2024, 2, 29), dt.date(1969, 12, 31), dt.date(9999, 12, 31), None]),
    "nine": (DecimalType(9, 2), [D("1234567.89"), D("-9999999.99"), D("-0.01"), None]),
    "eighteen": (DecimalType(18, 2), [D("9999999999999999.99"), D("-9999999999999999.99"), D("-0.01"), None]),
    "wide": (DecimalType(38, 10), [D("9" * 28 + ".5"), D("-" + "9" * 28 + ".5"), D("-1E-10"), None]),
    "s": (StringType(), ["ä€😀", "", "abc  ", None]),
    "ints": (ArrayType(IntegerType()), [[1, None, 3], [], [4], None]),
    "dense": (ArrayType(IntegerType(), False), [[1, 2, 3], [], [4], None]),
    "points": (ArrayType(POINT), [[(1, TIMES[0]), None, (None, None)], [], [(2, TIMES[1])], None]),
    "points2": (ArrayType(POINT, False), [[(1, TIMES[0]), (None, None)], [], [(2, TIMES[1])], None]),
    "lists": (ArrayType(ArrayType(StringType(), False), False), [[["a", "b"], []], [], [["c"]], None]),
    "m": (MapType(StringType(), ArrayType(DecimalType(5, 2))), [{"k": [D("1.25"), None], "e": []}, {}, {"n": None}, None]),
    "point": (POINT, [(1, TIMES[0]), (None, None), (2, TIMES[2]), None]),
}

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.parquet.writeLegacyFormat", "true")
    .config("spark.sql.parquet.outputTimestampType", "INT96")
    .config("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
    .getOrCreate()
)
schema = StructType([StructField(name, kind) for name, (kind, _) in COLUMNS.items()])
rows = list(zip(*(values for _, values in COLUMNS.values())))
for codec in ("snappy", "gzip"):
    with tempfile.TemporaryDirectory() as folder:
        frame = spark.createDataFrame(rows, schema).coalesce(1)
        frame.write.option("compression", codec).parquet(f"{folder}/out")
        (part,) = pathlib.Path(folder, "out").glob("part-*.parquet")
        shutil.copy(part, HERE / f"legacy-{codec}.parquet")
    text = {name: [plain(value, kind) for value in values] for name, (kind, values) in COLUMNS.items()}
    (HERE / f"legacy-{codec}.json").write_text(json.dumps(text) + "\n")
