"""Writes the Avro files of this folder with fastavro and values.json, their rows as the decoder gives them: python generate.py.

JSON has numbers for integers up to 32 bits, floats and dates (days since 1970), text for what is wider: nanoseconds of timestamps,
unscaled decimals, 64-bit integers, floats that JSON lacks; bytes are hex behind "0x"; records and maps are lists.
"""

import json
import pathlib

import fastavro

HERE = pathlib.Path(__file__).parent
SYNC = b"0123456789abcdef"


def optional(kind):
    return ["null", kind]


TYPES = {
    "type": "record", "name": "Row", "namespace": "test", "fields": [
        {"name": "id", "type": "long"},
        {"name": "b", "type": optional("boolean")},
        {"name": "i", "type": optional("int")},
        {"name": "l", "type": ["long", "null"]},
        {"name": "f", "type": optional("float")},
        {"name": "d", "type": optional("double")},
        {"name": "s", "type": optional("string")},
        {"name": "bin", "type": optional("bytes")},
        {"name": "fix", "type": optional({"type": "fixed", "name": "Four", "size": 4})},
        {"name": "suit", "type": optional({"type": "enum", "name": "Suit", "symbols": ["SPADES", "HEARTS"]})},
        {"name": "dec", "type": optional({"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 4})},
        {"name": "decfix", "type": optional({"type": "fixed", "name": "Dec", "size": 9, "logicalType": "decimal", "precision": 20, "scale": 2})},
        {"name": "dt", "type": optional({"type": "int", "logicalType": "date"})},
        {"name": "at", "type": optional({"type": "long", "logicalType": "timestamp-micros"})},
        {"name": "clock", "type": optional({"type": "long", "logicalType": "local-timestamp-millis"})},
        {"name": "arr", "type": optional({"type": "array", "items": optional("int")})},
        {"name": "m", "type": optional({"type": "map", "values": optional("long")})},
        {"name": "st", "type": optional({"type": "record", "name": "In", "fields": [
            {"name": "x", "type": "int"}, {"name": "again", "type": optional("Four")}]})},
        {"name": "deep", "type": {"type": "array", "items": {"type": "map", "values": {"type": "array", "items": "test.In"}}}},
    ]}


def scaled(unscaled, size=None):
    length = size or max(1, (unscaled.bit_length() + 8) // 8)
    return unscaled.to_bytes(length, "big", signed=True)


def raw_schema(node):
    """Without logical types: the values below are given as they are stored."""
    if isinstance(node, list):
        return [raw_schema(one) for one in node]
    if isinstance(node, dict):
        return {key: raw_schema(value) for key, value in node.items() if key not in ("logicalType", "precision", "scale")}
    return node


EDGES = [-(2**63), 2**63 - 1, 0, -1, 2**53 + 1]
TEXTS = ["", "größe 日本 𝄞", "__proto__", "a\x00b\n", "x" * 300]


def stored(n):
    none = n % 7 == 6
    pick = lambda value: None if none else value
    floats = [1.5, float("nan"), float("inf"), -0.0, 1e-45]
    return {
        "id": n, "b": pick(n % 2 == 0), "i": pick([-(2**31), 2**31 - 1, 0][n % 3]), "l": pick(EDGES[n % 5]), "f": pick(floats[n % 5]),
        "d": pick(floats[(n + 1) % 5]), "s": pick(TEXTS[n % 5]), "bin": pick(bytes([0, 255, n])), "fix": pick(bytes([n, 1, 2, 255])),
        "suit": pick(["SPADES", "HEARTS"][n % 2]), "dec": pick(scaled([10**38 - 1, -(10**38) + 1, 0, -1, 128][n % 5])),
        "decfix": pick(scaled([10**20 - 1, -(10**20) + 1, 0, -1, 5][n % 5], 9)), "dt": pick(n * 1000 - 3000), "at": pick(n * 86400123456 - 10**11),
        "clock": pick(n * 86400123 - 10**8), "arr": pick([[], [1, None, 3], [n]][n % 3]),
        "m": pick([{}, {"10": 1, "9": None, "__proto__": 3}][n % 2]), "st": pick({"x": n, "again": None if n % 2 else b"abcd"}),
        "deep": [{"k": [{"x": 1, "again": b"wxyz"}]}, {}][: n % 3],
    }


def number(value):
    if value is None or value == value and abs(value) != float("inf") and str(value) != "-0.0":
        return value
    return {"nan": "NaN", "inf": "Infinity", "-0.0": "-0"}[str(value)]


def float32(value):
    import struct
    return None if value is None else number(struct.unpack("<f", struct.pack("<f", value))[0])


def hexed(value):
    return None if value is None else "0x" + value.hex()


def text(value):
    return None if value is None else str(value)


def expected(n):
    row = stored(n)
    unscaled = lambda value: None if value is None else str(int.from_bytes(value, "big", signed=True))
    inner = lambda value: [value["x"], hexed(value["again"])]
    return [
        str(n), row["b"], row["i"], text(row["l"]), float32(row["f"]), number(row["d"]), row["s"], hexed(row["bin"]), hexed(row["fix"]),
        row["suit"], unscaled(row["dec"]), unscaled(row["decfix"]), row["dt"], None if row["at"] is None else str(row["at"] * 1000),
        None if row["clock"] is None else str(row["clock"] * 1000000), row["arr"],
        None if row["m"] is None else [[key, text(value)] for key, value in row["m"].items()], None if row["st"] is None else inner(row["st"]),
        [[[key, [inner(one) for one in many]] for key, many in entry.items()] for entry in row["deep"]],
    ]


def write(name, codec, rows, interval):
    # The schema in the file names the logical types; fastavro is given one without, so that it takes the stored values.
    plain = fastavro.parse_schema(raw_schema(TYPES))
    with open(HERE / f"{name}.avro", "wb") as out:
        fastavro.writer(out, plain, rows, codec=codec, sync_interval=interval, sync_marker=SYNC, metadata={"writer.proleptic": "true"})
    relabel(HERE / f"{name}.avro")


def relabel(path):
    """Puts the schema with its logical types into the header."""
    data = path.read_bytes()
    with open(path, "rb") as file:
        old = fastavro.reader(file).metadata["avro.schema"].encode()
    new = json.dumps(TYPES).encode()
    at = data.index(old)
    length = lambda value: encode(len(value)) + value
    path.write_bytes(data[: at - len(encode(len(old)))] + length(new) + data[at + len(old):])


def encode(size):
    value, out = size << 1, b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


ROWS = 40
for codec in ["null", "deflate", "snappy", "bzip2", "zstandard"]:
    write(codec, codec, [stored(n) for n in range(ROWS)], 1500)
lines = ",\n".join(json.dumps(expected(n), ensure_ascii=False) for n in range(ROWS))
(HERE / "values.json").write_text(f"[\n{lines}\n]\n")
