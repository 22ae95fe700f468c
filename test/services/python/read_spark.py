"""read_spark.py OUTPUT ANSWERS WAREHOUSE: reads the tables of ANSWERS by Spark with Paimon, whole and by every filter in it."""
import json
import sys

from pyspark.sql import functions as F
from pyspark.sql import types as T

from canon import from_json
from spark import answer, session


def read_all(spark, answers):
    readings = {}
    for name, expected in json.load(open(answers)).items():
        frame = spark.table(f"paimon.{name}")
        found = {**answer(frame), "filters": {}}
        for column, filter_ in expected["filters"].items():
            ref, type_ = F.col(f"`{column}`"), frame.schema[column].dataType
            if isinstance(type_, (T.ByteType, T.ShortType)):
                # Pushed down, paimon-spark 0.9.0 fails on them with a ClassCastException, in tables it wrote itself, too.
                # Negated twice, they are compared by Spark alone.
                ref, type_ = F.negative(F.negative(ref.cast("int"))), T.IntegerType()
            counted = {"value": filter_["value"], "isNull": frame.where(ref.isNull()).count()}
            if filter_["value"] is not None:
                literal = F.lit(from_json(filter_["value"])).cast(type_)
                counted["equal"] = frame.where(ref == literal).count()
                counted["less"] = frame.where(ref < literal).count()
            found["filters"][column] = counted
        readings[name] = found
    return readings


if __name__ == "__main__":
    output, answers, warehouse = sys.argv[1:]
    json.dump(read_all(session(paimon=warehouse), answers), open(output, "w"))
