"""watch_paimon.py OUTPUT WAREHOUSE TABLE ROWS: reads the table over and over until it is ended. File n has the ids from n * ROWS on; once Spark
sees all of them, OUTPUT gets the line [n, milliseconds since 1970]. Ends with an error when a file has more rows than it should, or others."""
import json
import sys
import time

from pyspark.errors import AnalysisException
from spark import session

PAUSE_SECONDS = 0.25

output, warehouse, table, rows = sys.argv[1:4] + [int(sys.argv[4])]
spark = session(paimon=warehouse)
whole = set()
with open(output, "a") as lines:
    while True:
        first = next(n for n in range(len(whole) + 1) if n not in whole)
        try:
            found = spark.sql(f"""SELECT id DIV {rows}, COUNT(*), SUM(id) FROM paimon.{table}
                WHERE id >= {first * rows} GROUP BY 1""").collect()
        except AnalysisException:  # There is no table yet.
            found = []
        now = time.time_ns() // 1_000_000
        for n, count, ids in found:
            if count > rows or count == rows and ids != sum(range(n * rows, (n + 1) * rows)):
                sys.exit(f"file {n} has {count} rows, the sum of their ids is {ids}")
            if count == rows and n not in whole:
                whole.add(n)
                lines.write(json.dumps([n, now]) + "\n")
        lines.flush()
        time.sleep(PAUSE_SECONDS)
