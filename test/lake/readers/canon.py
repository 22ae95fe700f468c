"""One text for one value, whatever library it came from; types are spelled as in a Paimon schema file.

DATE is days since 1970, DECIMAL the unscaled integer, timestamps nanoseconds since 1970, FLOAT and DOUBLE their bits in hex, BYTES hex.
"""
import datetime
import decimal
import re
import struct

decimal.getcontext().prec = 60
EPOCH = datetime.datetime(1970, 1, 1)


def kind(type_):
    return type_["type"] if isinstance(type_, dict) else re.match(r"\w+", type_).group(0)


def parameters(type_):
    return [int(number) for number in re.findall(r"\d+", type_)]


def is_nested(type_):
    return kind(type_) in ("ARRAY", "MAP", "ROW")


def with_zone(type_):
    return type_.endswith("LOCAL TIME ZONE")


def canon(value, type_):
    """`value` is a Python value as this folder's scripts hold it: integers for DATE, DECIMAL and timestamps."""
    if value is None:
        return None
    name = kind(type_)
    if name == "BOOLEAN":
        return "true" if value else "false"
    if name == "FLOAT":
        return struct.pack(">f", value).hex()
    if name == "DOUBLE":
        return struct.pack(">d", value).hex()
    if name == "BYTES":
        return value.hex()
    if name == "ARRAY":
        return [canon(item, type_["element"]) for item in value]
    if name == "MAP":
        items = value.items() if isinstance(value, dict) else value
        return sorted([canon(key, "STRING"), canon(item, type_["value"])] for key, item in items)
    if name == "ROW":
        return [canon(value[field["name"]], field["type"]) for field in type_["fields"]]
    return str(value)


def literal(value, type_):
    """The same value as pypaimon's predicates take it."""
    name = kind(type_)
    if name == "DATE":
        return datetime.date(1970, 1, 1) + datetime.timedelta(days=value)
    if name == "DECIMAL":
        return decimal.Decimal(value).scaleb(-parameters(type_)[1])
    if name == "TIMESTAMP":
        moment = EPOCH + datetime.timedelta(microseconds=value // 1000)
        return moment.replace(tzinfo=datetime.timezone.utc) if with_zone(type_) else moment
    return value


def parse(text, type_):
    """The reverse of `canon` for values that are not nested."""
    name = kind(type_)
    if name == "BOOLEAN":
        return text == "true"
    if name == "FLOAT":
        return struct.unpack(">f", bytes.fromhex(text))[0]
    if name == "DOUBLE":
        return struct.unpack(">d", bytes.fromhex(text))[0]
    if name == "BYTES":
        return bytes.fromhex(text)
    return text if name in ("STRING", "CHAR", "VARCHAR") else int(text)
