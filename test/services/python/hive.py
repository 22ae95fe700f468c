"""A Spark session with Hive's own classes (2.3.9), as those use it that write the files of tests."""
from pyspark.sql import SparkSession

# Queries are many and small here: to compile them would take longer than to run them.
INTERPRETED = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}


def hive_session(folder, settings=None, log_level="ERROR"):
    """Tables are in `folder`/warehouse, described by a metastore in the same folder; `settings` are further ones of Spark."""
    own = {
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.hadoop.javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={folder}/metastore;create=true",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.extraJavaOptions": f"-Duser.timezone=UTC -Dderby.stream.error.file={folder}/derby.log",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[1]").enableHiveSupport()
    for key, value in {**own, **(settings or {})}.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel(log_level)
    return spark
