"""ask.py REQUEST ANSWERS: asks Spark the questions of a JSON file and writes its answers as JSON; lakelift runs it by spark-submit."""
import json
import os
import sys

from pyspark.sql import SparkSession

request_path, answers_path = sys.argv[1:]
with open(request_path) as file:
    request = json.load(file)

builder = SparkSession.builder.appName("lakelift verify").enableHiveSupport()
for key, value in request["settings"].items():
    builder = builder.config(key, value)
# Credentials come by the environment and not by the command line, where every user of the machine can read them.
for option, variable in request["secrets"].items():
    if variable in os.environ:
        builder = builder.config(option, os.environ[variable])
spark = builder.getOrCreate()


def cells(select, table):
    source = "" if table is None else f" FROM {table}"
    row = spark.sql(f"SELECT {', '.join(select)}{source}").collect()[0]
    return [{"value": None if value is None else str(value)} for value in row]


def reason(error):
    """The first line of the innermost cause: py4j's own text begins with the call that failed."""
    cause = getattr(error, "java_exception", None)
    while cause is not None and cause.getCause() is not None:
        cause = cause.getCause()
    text = str(error) if cause is None else cause.toString()
    return text.strip().split("\n")[0][:500] or type(error).__name__


def ask(select, table):
    """All expressions at once; when that fails, one by one, so that the one at fault is known."""
    try:
        return cells(select, table)
    except Exception as error:
        if len(select) == 1:
            return [{"error": reason(error)}]
        return [cell for expression in select for cell in ask([expression], table)]


answers = [ask(question["select"], question.get("from")) for question in request["questions"]]
with open(answers_path, "w") as file:
    json.dump(answers, file)
spark.stop()
