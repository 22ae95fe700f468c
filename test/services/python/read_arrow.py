"""read_arrow.py OUTPUT FILES: the readings of Arrow files, FILES being a JSON object of their paths by name."""
import json
import sys

import pyarrow as pa

from canon import reading


def plain(value, kind):
    """A value as canon.py wants it: structs as lists, maps as dicts."""
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return [plain(value[kind.field(i).name], kind.field(i).type) for i in range(kind.num_fields)]
    if pa.types.is_list(kind):
        return [plain(item, kind.value_type) for item in value]
    if pa.types.is_map(kind):
        return {key: plain(item, kind.item_type) for key, item in value}
    return value


output, files = sys.argv[1:]
readings = {}
for name, path in json.load(open(files)).items():
    with pa.OSFile(path) as file:
        table = pa.ipc.open_file(file).read_all()
    table.validate(full=True)
    columns = [[plain(value, column.type) for value in column.to_pylist()] for column in table.columns]
    readings[name] = reading([column.lower() for column in table.column_names], list(zip(*columns)))
json.dump(readings, open(output, "w"))
