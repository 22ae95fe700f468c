#!/usr/bin/env python3
"""DataFusion as an engine of `lakelift bench run`, within this process; needs the Python package datafusion.

In a suite:  engines: [{ name: datafusion, command: [python3, examples/engines/datafusion_engine.py] }]
Settings of DataFusion go after the script as key=value, such as datafusion.execution.target_partitions=2. docs/bench.md
describes the protocol.
"""

import sys
import time
from importlib.metadata import version

import pyarrow
from datafusion import SessionConfig, SessionContext

from engine_process import Sides, answered, folder_of, serve

DATAFUSION_TYPES = {"BLOB": "BYTEA"}


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class DataFusion:
    name = "datafusion"
    version = version("datafusion")

    def __init__(self, options):
        config = SessionConfig()
        for key, value in options.items():
            config = config.set(key, value)
        self.context = SessionContext(config)
        self.sides = Sides(quoted)

    def define(self, side, table):
        """A view of the folder; partition values are text, cast to their type."""
        if table["format"] != "parquet":
            raise ValueError(f"this engine is given no {table['format']} files")
        folder = folder_of(table)
        if any("%" in path[len(folder) :].rsplit("/", 1)[0] for path in table["files"]):
            raise ValueError("a partition value is escaped in the name of its directory, which DataFusion takes as it is")
        keys = [(key["name"], pyarrow.string()) for key in table["partitionKeys"]]
        self.context.sql(f"SET datafusion.execution.parquet.binary_as_string = {str(table['binaryIsText']).lower()}")
        database = self.sides.database(side, table)
        self.context.sql(f"CREATE SCHEMA IF NOT EXISTS {quoted(database)}")
        files = f"{database}__{table['table']}__files"
        self.context.register_parquet(quoted(files), folder, table_partition_cols=keys, parquet_pruning=True)
        names = {}
        for name in self.context.table(quoted(files)).schema().names:
            if name.lower() in names:
                raise ValueError(f"the files have the column {name} twice, in different case")
            names[name.lower()] = name
        columns = [self.column(one, quoted(known(names, one))) for one in table["columns"]]
        for key in table["partitionKeys"]:
            null = "'" + table["nullPartition"].replace("'", "''") + "'"
            columns.append(self.column(key, f"nullif({quoted(key['name'])}, {null})"))
        self.context.sql(
            f"CREATE VIEW {quoted(database)}.{quoted(table['table'])} AS SELECT {', '.join(columns)} FROM {quoted(files)}"
        )

    @staticmethod
    def column(column, value):
        kind = column.get("type")
        typed = value if kind is None else f"CAST({value} AS {DATAFUSION_TYPES.get(kind, kind)})"
        return f"{typed} AS {quoted(column['name'].lower())}"

    def run(self, side, sql):
        query = self.sides.query(side, sql)
        cpu, start = time.process_time(), time.perf_counter()
        batches = self.context.sql(query).collect()
        wall, used = (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000
        rows = [tuple(row) for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns))]
        return answered(rows, wall, used)


def known(names, column):
    name = names.get(column["name"].lower())
    if name is None:
        raise ValueError(f"no file has the column {column['name']}")
    return name


if __name__ == "__main__":
    serve(DataFusion(dict(option.split("=", 1) for option in sys.argv[1:])))
