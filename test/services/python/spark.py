"""A Spark session with Hive and Paimon, configured by the environment the tests set."""
import os

from pyspark.sql import SparkSession
from pyspark.sql import types as T

from canon import counts, probe, reading, to_json


def storage():
    """Options of a Paimon catalog that let it reach the S3 server of the environment."""
    return {
        "s3.endpoint": os.environ.get("AWS_ENDPOINT_URL", ""),
        "s3.access-key": os.environ.get("AWS_ACCESS_KEY_ID", ""),
        "s3.secret-key": os.environ.get("AWS_SECRET_ACCESS_KEY", ""),
        "s3.path.style.access": "true",
    }


def session(metastore=None, paimon=None, served_by=None, locked=None, generic=False):
    """`metastore` is a thrift URI for Hive tables; `paimon` the warehouse of a Paimon catalog named `paimon`, kept in folders or
    `served_by` a Hive Metastore; `locked` are warehouse and metastore of another one named `locked`, whose commits take its lock; with
    `generic`, Hive and Paimon tables of the metastore are read under their own names."""
    jars = os.environ["PAIMON_JARS"]
    settings = {
        "spark.jars": jars,
        "spark.driver.extraClassPath": jars.replace(",", ":"),
        "spark.driver.memory": "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.extraJavaOptions": "-Duser.timezone=UTC",
        "spark.sql.extensions": "org.apache.paimon.spark.extensions.PaimonSparkSessionExtensions",
    }
    options = storage()
    if locked is not None:
        settings["spark.sql.catalog.locked"] = "org.apache.paimon.spark.SparkCatalog"
        hive = {"metastore": "hive", "uri": locked[1], "lock.enabled": "true"}
        settings.update({f"spark.sql.catalog.locked.{key}": value for key, value in {"warehouse": locked[0], **hive, **options}.items()})
    if served_by is not None:
        options.update({"metastore": "hive", "uri": served_by})
    if paimon is not None:
        settings["spark.sql.catalog.paimon"] = "org.apache.paimon.spark.SparkCatalog"
        settings.update({f"spark.sql.catalog.paimon.{key}": value for key, value in {"warehouse": paimon, **options}.items()})
    builder = SparkSession.builder.master("local[2]").appName("lakelift-test")
    if metastore is not None:
        settings["spark.hadoop.hive.metastore.uris"] = metastore
        settings["spark.sql.hive.metastore.version"] = "2.3.9"
        builder = builder.enableHiveSupport()
    if generic:
        settings["spark.sql.catalog.spark_catalog"] = "org.apache.paimon.spark.SparkGenericCatalog"
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def plain(value, type_):
    """A collected value as canon.py wants it: structs as lists."""
    if value is None:
        return None
    if isinstance(type_, T.StructType):
        return [plain(value[field.name], field.dataType) for field in type_.fields]
    if isinstance(type_, T.ArrayType):
        return [plain(item, type_.elementType) for item in value]
    if isinstance(type_, T.MapType):
        return {plain(k, type_.keyType): plain(v, type_.valueType) for k, v in value.items()}
    return value


def collect(frame):
    fields = frame.schema.fields
    return [[plain(value, field.dataType) for value, field in zip(row, fields)] for row in frame.collect()]


def is_scalar(field):
    return not isinstance(field.dataType, (T.StructType, T.ArrayType, T.MapType))


def answer(frame):
    """The reading of a table with, for each column that can be filtered, a literal and what filters by it shall find."""
    rows = collect(frame)
    result = reading([name.lower() for name in frame.columns], rows)
    result["schema"] = {f.name.lower(): f.dataType.simpleString().replace("timestamp_ntz", "timestamp") for f in frame.schema.fields}
    filters = {}
    for index, field in enumerate(frame.schema.fields):
        values = [row[index] for row in rows]
        value = probe(values) if is_scalar(field) else None
        filters[field.name.lower()] = {"value": None if value is None else to_json(value), **counts(values, value)}
    result["filters"] = filters
    return result
