"""read_changes.py OUTPUT ANSWERS SOURCE WAREHOUSE TABLE ROUND...: compares a primary-key table with the change files below SOURCE it was made of, of which the
row with the greatest ts counts for each id, unless it deletes, and what a stream from snapshot 2 on reads of it with the changes of ROUND
(first and last + 1 of ts, a comma between rounds); ANSWERS gets Spark's answers about the table."""
import functools
import json
import sys

from spark import answer, session

output, answers, source, warehouse, name, *rounds = sys.argv[1:]
spark = session(paimon=warehouse)
table = spark.table(f"paimon.{name}")
spark.read.parquet(source).createOrReplaceTempView("changes")
columns = ", ".join(table.columns)


def last_of_each(where, extra=""):
    """Of the changes meant, the row of each id that counts."""
    return spark.sql(f"""SELECT {extra}{columns} FROM
        (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) AS place FROM changes WHERE {where}) WHERE place = 1""")


def compared(expected, found):
    return {"rows": found.count(), "lost": expected.exceptAll(found).count(), "others": found.exceptAll(expected).count()}


def streamed():
    """All that a stream reads of the changes since the second snapshot, with the kind of each row."""
    options = {"scan.mode": "from-snapshot", "scan.snapshot-id": "2"}
    reader = spark.readStream.format("paimon").options(**options).table(f"paimon.{name.replace('.', '.`', 1)}$audit_log`")
    writer = reader.writeStream.format("memory").queryName("streamed").outputMode("append")
    writer.trigger(availableNow=True).start().awaitTermination()
    return spark.sql(f"SELECT rowkind, {columns} FROM streamed")


kind = "IF(op = 'D', '-D', '+I') AS rowkind, "
changes = [last_of_each("ts >= {} AND ts < {}".format(*text.split(",")), kind) for text in rounds]
result = {"table": compared(last_of_each("TRUE").where("op <> 'D'"), table),
          "stream": compared(functools.reduce(lambda one, other: one.unionAll(other), changes), streamed())}
json.dump(result, open(output, "w"))
json.dump({name: answer(table)}, open(answers, "w"))
