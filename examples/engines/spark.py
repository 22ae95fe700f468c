#!/usr/bin/env python3
"""Spark as an engine of `lakelift bench run`; needs the package pyspark and a Java it runs on.

In a suite:  engines: [{ name: spark, command: [python3, examples/engines/spark.py] }]
Options of Spark go after the script as key=value, such as spark.driver.memory=4g. docs/bench.md describes the protocol.
"""

import os
import subprocess
import sys
import time

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.sql import SparkSession

from engine_process import Sides, answered, folder_of, quoted, serve

SPARK_TYPES = {"VARCHAR": "STRING", "BLOB": "BINARY", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "HUGEINT": "DECIMAL(38,0)"}


def cpu_ms(pid):
    """User and system time of a process and its threads (proc(5)), in steps of a clock tick."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def plan_ms(frame):
    """What parsing, analysis, optimization and planning took (QueryPlanningTracker)."""
    phases = frame._jdf.queryExecution().tracker().phases().values().iterator()
    total = 0
    while phases.hasNext():
        total += phases.next().durationMs()
    return total


class Spark:
    name = "spark"

    def __init__(self, options):
        builder = SparkSession.builder.appName("lakelift bench").master("local[*]")
        fixed = {
            "spark.ui.enabled": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.catalogImplementation": "in-memory",
            # Partition values are text ('01' stays '01'), cast to their type below.
            "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
            # A table has the directories that are there; else it would be empty until partitions are added to the catalog.
            "spark.sql.hive.manageFilesourcePartitions": "false",
            "spark.sql.shuffle.partitions": "8",
        }
        for key, value in {**fixed, **options}.items():
            builder = builder.config(key, value)
        self.spark = builder.getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")
        self.jvm = self.spark._jvm.java.lang.ProcessHandle.current().pid()
        self.process = self.spark.sparkContext._gateway.proc
        self.version = self.spark.version
        self.sides = Sides()

    def define(self, side, table):
        folder = folder_of(table)
        database = self.sides.database(side, table)
        name = f"{quoted(database)}.{quoted(table['table'])}"
        files = f"{quoted(database)}.{quoted(table['table'] + '__files')}"
        self.spark.sql(f"CREATE DATABASE IF NOT EXISTS {quoted(database)}")
        location = folder.replace("\\", "\\\\").replace("'", "\\'")
        binary = str(table["binaryIsText"]).lower()
        self.spark.conf.set("spark.sql.parquet.binaryAsString", binary)
        self.spark.sql(f"CREATE TABLE {files} USING {table['format']} LOCATION '{location}'")
        columns = [self.column(one) for one in table["columns"] + table["partitionKeys"]]
        self.spark.sql(f"CREATE VIEW {name} AS SELECT {', '.join(columns)} FROM {files}")

    @staticmethod
    def column(column):
        name, kind = quoted(column["name"]), column.get("type")
        return name if kind is None else f"CAST({name} AS {SPARK_TYPES.get(kind, kind)}) AS {name}"

    def run(self, side, sql):
        text = self.sides.query(side, sql)
        cpu, start = cpu_ms(self.jvm), time.perf_counter()
        try:
            frame = self.spark.sql(text)
            rows = frame.collect()
        except (Py4JError, ConnectionError) as error:
            if not isinstance(error, Py4JJavaError) and self.is_gone():
                # Without its JVM this process answers nothing any more: a new one is started when it ends.
                raise SystemExit(f"the JVM of Spark is gone: {error}")
            raise
        wall, cpu = (time.perf_counter() - start) * 1000, cpu_ms(self.jvm) - cpu
        return answered(rows, wall, cpu, plan_ms(frame))

    def is_gone(self):
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return False
        return True


if __name__ == "__main__":
    spark = Spark(dict(option.split("=", 1) for option in sys.argv[1:]))
    serve(spark)
    spark.spark.stop()
