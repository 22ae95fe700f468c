"""A table as Spark reads it, in JSON: texts for dates, timestamps, decimals and 64-bit integers, lists for structs and maps, hex for bytes."""
from pyspark.sql import functions as F
from pyspark.sql import types as T


def dump(spark, name):
    """The table's columns as Hive declares them, its rows and the URLs of its files."""
    frame = spark.table(name)
    as_text = [F.col(f.name).cast("string" if isinstance(f.dataType, (T.DateType, T.TimestampType)) else f.dataType) for f in frame.schema]
    kinds = [field.dataType for field in frame.schema]
    rows = frame.select(*[c.alias(f.name) for c, f in zip(as_text, frame.schema)]).collect()
    return {"rows": [[plain(value, kind) for value, kind in zip(row, kinds)] for row in rows],
            "columns": [[column.col_name, column.data_type] for column in spark.sql(f"DESCRIBE {name}").collect()], "location": files(spark, name)}


def files(spark, name):
    return sorted(path for (path,) in spark.sql(f"SELECT DISTINCT input_file_name() FROM {name}").collect())


def plain(value, kind):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(kind, T.ArrayType):
        return [plain(item, kind.elementType) for item in value]
    if isinstance(kind, T.MapType):
        return sorted([plain(k, kind.keyType), plain(v, kind.valueType)] for k, v in value.items())
    if isinstance(kind, T.StructType):
        return [plain(value[field.name], field.dataType) for field in kind.fields]
    if isinstance(kind, T.BinaryType):
        return "0x" + bytes(value).hex()
    if isinstance(kind, (T.FloatType, T.DoubleType)):
        odd = value != value or value in (float("inf"), float("-inf")) or str(value) == "-0.0"
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity", "-0.0": "-0"}[str(value)] if odd else value
    return format(value, "f") if isinstance(kind, T.DecimalType) else str(value) if isinstance(kind, T.LongType) else value
