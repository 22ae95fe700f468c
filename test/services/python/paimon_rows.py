"""paimon_rows.py: for each line of input, {"options": {...}, "table": "w.t", "columns": [...]}, one line of output: the table's rows as lists
of those columns, or null when pypaimon sees no such table."""
import json
import sys

from pypaimon import CatalogFactory
from pypaimon.catalog.catalog_exception import DatabaseNotExistException, TableNotExistException


def rows_of(asked):
    try:
        table = CatalogFactory.create(asked["options"]).get_table(asked["table"])
    except (DatabaseNotExistException, TableNotExistException):
        return None
    builder = table.new_read_builder()
    data = builder.new_read().to_arrow(builder.new_scan().plan().splits())
    columns = [data.column(name).to_pylist() for name in asked["columns"]]
    return [list(row) for row in zip(*columns)]


for line in sys.stdin:
    try:
        answer = {"rows": rows_of(json.loads(line))}
    except Exception as error:  # Whatever a reader cannot do is an answer of this trial.
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
