"""count_pypaimon.py OUTPUT WAREHOUSE TABLES: rows that pypaimon reads of each table, TABLES being `database.table` with commas between."""
import json
import sys

from pypaimon import CatalogFactory

output, warehouse, tables = sys.argv[1:]
catalog = CatalogFactory.create({"warehouse": warehouse})
counts = {}
for name in tables.split(","):
    reading = catalog.get_table(name).new_read_builder()
    counts[name] = reading.new_read().to_arrow(reading.new_scan().plan().splits()).num_rows
json.dump(counts, open(output, "w"))
