#!/usr/bin/env python3
"""Spark as an engine of `lakelift bench run`; needs the package pyspark and a Java it runs on.

In a suite:  engines: [{ name: spark, command: [python3, examples/engines/spark.py] }]
Options of Spark go after the script as key=value, such as spark.driver.memory=4g. docs/bench.md describes the protocol.
"""

import hashlib
import json
import os
import re
import sys
import time

from pyspark.sql import SparkSession

SPARK_TYPES = {"VARCHAR": "STRING", "BLOB": "BINARY", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "HUGEINT": "DECIMAL(38,0)"}
# String literals and comments, which are left alone, or two names with a dot between them, quoted or not.
TOKENS = re.compile(
    r"""'(?:[^'\\]|\\.|'')*'|--[^\n]*|/\*.*?\*/|(?P<a>"[^"]+"|`[^`]+`|\b\w+)\s*\.\s*(?P<b>"[^"]+"|`[^`]+`|\w+)""", re.S
)


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def cpu_ms(pid):
    """User and system time of a process and its threads (proc(5)), in steps of a clock tick."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def plain(value):
    """A value as the digest takes it: floating point to nine digits, as the order of a sum decides over the others."""
    if isinstance(value, float):
        return f"{value:.8e}"
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return sorted([plain(key), plain(one)] for key, one in value.items())
    return value if value is None or isinstance(value, (bool, int)) else str(value)


class Spark:
    def __init__(self, options):
        builder = SparkSession.builder.appName("lakelift bench").master("local[*]")
        fixed = {
            "spark.ui.enabled": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.catalogImplementation": "in-memory",
            # Partition values are text ('01' stays '01'), cast to their type below.
            "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
            "spark.sql.shuffle.partitions": "8",
        }
        for key, value in {**fixed, **options}.items():
            builder = builder.config(key, value)
        self.spark = builder.getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")
        self.jvm = self.spark._jvm.java.lang.ProcessHandle.current().pid()
        self.tables = set()

    def define(self, side, table):
        """The files lie in one folder, in directories named after their partitions; nothing else lies there."""
        if not table["files"]:
            raise ValueError("the table has no files")
        folder = table["files"][0]
        for _ in range(1 + len(table["partitionKeys"])):
            folder = os.path.dirname(folder)
        database = f"{side}__{table['database']}"
        name = f"{quoted(database)}.{quoted(table['table'])}"
        files = f"{quoted(database)}.{quoted(table['table'] + '__files')}"
        self.spark.sql(f"CREATE DATABASE IF NOT EXISTS {quoted(database)}")
        location = folder.replace("\\", "\\\\").replace("'", "\\'")
        binary = str(table["binaryIsText"]).lower()
        self.spark.conf.set("spark.sql.parquet.binaryAsString", binary)
        self.spark.sql(f"CREATE TABLE {files} USING parquet LOCATION '{location}'")
        columns = [self.column(one) for one in table["columns"] + table["partitionKeys"]]
        self.spark.sql(f"CREATE VIEW {name} AS SELECT {', '.join(columns)} FROM {files}")
        self.tables.add((table["database"].lower(), table["table"].lower()))

    @staticmethod
    def column(column):
        name, kind = quoted(column["name"]), column.get("type")
        return name if kind is None else f"CAST({name} AS {SPARK_TYPES.get(kind, kind)}) AS {name}"

    def of_side(self, side, sql):
        """The databases of the two sides have the side before their names; the queries do not."""

        def renamed(match):
            if match["a"] is None:
                return match[0]
            database, table = (part.strip('"`') for part in (match["a"], match["b"]))
            if (database.lower(), table.lower()) not in self.tables:
                return match[0]
            return f"{quoted(f'{side}__{database}')}.{quoted(table)}"

        return TOKENS.sub(renamed, sql)

    def run(self, side, sql):
        text = self.of_side(side, sql)
        cpu, start = cpu_ms(self.jvm), time.perf_counter()
        rows = self.spark.sql(text).collect()
        wall, cpu = (time.perf_counter() - start) * 1000, cpu_ms(self.jvm) - cpu
        lines = sorted(json.dumps(plain(tuple(row))) for row in rows)
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return {"ok": True, "answer": {"rows": len(rows), "digest": digest}, "wallMs": wall, "cpuMs": cpu}


def main():
    spark = Spark(dict(option.split("=", 1) for option in sys.argv[1:]))
    say({"engine": "spark", "version": spark.spark.version})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["op"] == "define":
                spark.define(request["side"], request["table"])
                say({"ok": True})
            else:
                say(spark.run(request["side"], request["sql"]))
        except Exception as error:  # Whatever Spark refuses is told; the process goes on.
            say({"ok": False, "error": str(error).split("\n\n")[0][:2000]})
    spark.spark.stop()


if __name__ == "__main__":
    main()
