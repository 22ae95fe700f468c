"""One byte string for one value, whatever engine it came from, and sums of their hashes that do not depend on row order."""
import datetime
import decimal
import hashlib
import struct

EPOCH = datetime.datetime(1970, 1, 1)
MASK = (1 << 64) - 1


def canon(value):
    """Maps are dicts, structs are lists of their fields (see `plain`)."""
    if value is None:
        return b"N"
    if isinstance(value, bool):
        return b"b1" if value else b"b0"
    if isinstance(value, int):
        return b"i%d" % value
    if isinstance(value, float):
        return b"fNaN" if value != value else b"f" + struct.pack(">d", value)
    if isinstance(value, decimal.Decimal):
        return b"d" + format(value, "f").encode()
    if isinstance(value, str):
        return b"s" + value.encode("utf-8")
    if isinstance(value, (bytes, bytearray)):
        return b"x" + bytes(value)
    if isinstance(value, datetime.datetime):
        return b"t%d" % micros(value)
    if isinstance(value, datetime.date):
        return b"D%d" % (value - EPOCH.date()).days
    if isinstance(value, dict):
        return b"{" + b",".join(sorted(canon(k) + b":" + canon(v) for k, v in value.items())) + b"}"
    return b"[" + b",".join(canon(item) for item in value) + b"]"


def micros(moment):
    since = moment.replace(tzinfo=None) - EPOCH
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


def digest(data):
    return int.from_bytes(hashlib.md5(data).digest()[:8], "big")


def reading(names, rows):
    """What the tests compare of a table: counts and sums by column, and a sum over whole rows."""
    columns = {name: {"checksum": 0, "nulls": 0} for name in names}
    row_sum = 0
    for row in rows:
        parts = [canon(value) for value in row]
        row_sum = (row_sum + digest(b"\x1f".join(parts))) & MASK
        for name, value, part in zip(names, row, parts):
            columns[name]["checksum"] = (columns[name]["checksum"] + digest(part)) & MASK
            columns[name]["nulls"] += value is None
    for column in columns.values():
        column["checksum"] = str(column["checksum"])
    return {"rows": len(rows), "row": str(row_sum), "columns": columns}


def is_scalar(value):
    return not isinstance(value, (list, tuple, dict))


def probe(values):
    """A value to filter by: the middle one of those that have an order every engine agrees on; None when there is none."""
    known = sorted({v if not isinstance(v, bytearray) else bytes(v) for v in values if v is not None and v == v and v != 0})
    return known[len(known) // 2] if known else None


def counts(values, value):
    """How many rows `=`, `<` and `IS NULL` shall find."""
    found = {"isNull": sum(v is None for v in values)}
    if value is not None:
        found["equal"] = sum(v == value for v in values if v is not None)
        found["less"] = sum(v < value for v in values if v is not None)
    return found


def to_json(value):
    """A filter's literal as JSON, with its kind."""
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, decimal.Decimal):
        return {"decimal": format(value, "f")}
    if isinstance(value, datetime.datetime):
        return {"micros": str(micros(value))}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    return {"plain": value}


def from_json(literal):
    (kind, value), = literal.items()
    if kind == "bytes":
        return bytes.fromhex(value)
    if kind == "decimal":
        return decimal.Decimal(value)
    if kind == "micros":
        return EPOCH + datetime.timedelta(microseconds=int(value))
    if kind == "date":
        return datetime.date.fromisoformat(value)
    if kind == "float":
        return struct.unpack(">d", bytes.fromhex(value))[0]
    return value
