"""read_lakes.py OUTPUT ASKED: ASKED names `tables` with their columns and the folder of Parquet files each was made of, and `lakes`, the
warehouses to read them in by Spark with Paimon; writes for each lake what is wrong with it: rows too many or too few of a table, or Spark's error."""
import json
import sys
from collections import Counter

from pyspark.sql import functions as F

from spark import session, storage


def rows_of(frame, columns):
    return Counter(tuple(row) for row in frame.select([F.col(name).cast("string") for name in columns]).collect())


def wrong_of(spark, catalog, warehouse, expected):
    spark.conf.set(f"spark.sql.catalog.{catalog}", "org.apache.paimon.spark.SparkCatalog")
    for key, value in {"warehouse": warehouse, **storage()}.items():
        spark.conf.set(f"spark.sql.catalog.{catalog}.{key}", value)
    wrong = []
    for table, (columns, rows) in expected.items():
        try:
            found = rows_of(spark.table(f"{catalog}.{table}"), columns)
        except Exception as error:  # Whatever a reader cannot do is an answer of this trial.
            wrong.append(f"{table} by Spark: {str(error)[:300]}")
            continue
        many, few = (found - rows).total(), (rows - found).total()
        if many or few:
            wrong.append(f"{table} by Spark: {many} rows too many, {few} too few")
    return wrong


if __name__ == "__main__":
    output, asked = sys.argv[1:]
    asked = json.load(open(asked))
    spark = session()
    expected = {name: (columns, rows_of(spark.read.parquet(folder), columns)) for name, (columns, folder) in asked["tables"].items()}
    wrong = [wrong_of(spark, f"lake{index}", warehouse, expected) for index, warehouse in enumerate(asked["lakes"])]
    json.dump({"wrong": wrong, "rows": {name: rows.total() for name, (_, rows) in expected.items()}}, open(output, "w"))
