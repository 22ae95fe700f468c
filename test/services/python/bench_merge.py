"""bench_merge.py OUTPUT TABLE SPARKS LAKELIFTS: compacts a primary-key table of the warehouse SPARKS by Spark; what that alone cost Spark's JVM, its
start left out, and the sums of the rows of both warehouses' tables afterwards."""
import json
import os
import sys
import time

from spark import session

output, name, sparks, lakelifts = sys.argv[1:]
spark = session(paimon=sparks)
jvm = spark._jvm.java.lang.ProcessHandle.current().pid()


def cpu_seconds():
    """User and system time of the JVM and its threads (proc(5))."""
    with open(f"/proc/{jvm}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mb():
    with open(f"/proc/{jvm}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def files(catalog):
    return spark.sql(f"SELECT level FROM {catalog}.{name.replace('.', '.`', 1)}$files`").collect()


def sums(catalog):
    row = spark.sql(f"SELECT COUNT(*), SUM(CAST(XXHASH64(*) AS DECIMAL(38))) FROM {catalog}.{name}").first()
    return [row[0], str(row[1])]


before = len(files("paimon"))
start, cpu = time.time(), cpu_seconds()
spark.sql(f"CALL paimon.sys.compact(table => '{name}')")
cost = {"wall": time.time() - start, "cpu": cpu_seconds() - cpu, "rssMb": peak_mb()}
spark.catalog.refreshTable(f"paimon.{name}")
spark.conf.set("spark.sql.catalog.other", "org.apache.paimon.spark.SparkCatalog")
spark.conf.set("spark.sql.catalog.other.warehouse", lakelifts)
json.dump({"cost": cost, "files": [before, len(files("paimon"))], "spark": sums("paimon"), "lakelift": sums("other")}, open(output, "w"))
