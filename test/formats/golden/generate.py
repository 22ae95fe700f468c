"""Writes the Parquet files of this folder with pyarrow, each with its rows as JSON beside it: python generate.py.

JSON has numbers for integers up to 32 bits, floats and dates (days since 1970), text for what is wider: nanoseconds of timestamps, unscaled decimals,
64-bit integers, floats that JSON lacks; bytes are hex behind "0x"; structs and maps are lists, as the decoder gives them.
"""

import datetime as dt
import decimal
import json
import math
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
EPOCH = dt.datetime(1970, 1, 1)
DAY = dt.date(1970, 1, 1)


def plain(value, kind):
    if value is None:
        return None
    if pa.types.is_list(kind):
        return [plain(item, kind.value_type) for item in value]
    if pa.types.is_map(kind):
        return [[plain(k, kind.key_type), plain(v, kind.item_type)] for k, v in value]
    if pa.types.is_struct(kind):
        return [plain(value[field.name], field.type) for field in kind]
    if pa.types.is_timestamp(kind):
        # Nanoseconds come as integers, Python's datetime does not have them.
        return str(value if isinstance(value, int) else (value - EPOCH) // dt.timedelta(microseconds=1) * 1000)
    if pa.types.is_decimal(kind):
        return str(int(value.scaleb(kind.scale, decimal.Context(prec=50))))
    if pa.types.is_date(kind):
        return (value - DAY).days
    if pa.types.is_int64(kind):
        return str(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, float) and (not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0)):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity", "-0.0": "-0"}[str(value)]
    return value


def write(name, columns, **options):
    """`columns`: name -> (type, values)."""
    fields = [pa.field(column, kind) for column, (kind, _) in columns.items()]
    arrays = [pa.array(values, kind) for kind, values in columns.values()]
    pq.write_table(pa.table(arrays, schema=pa.schema(fields)), HERE / f"{name}.parquet", store_schema=False, **options)
    rows = {column: [plain(value, kind) for value in values] for column, (kind, values) in columns.items()}
    (HERE / f"{name}.json").write_text(json.dumps(rows) + "\n")


D = decimal.Decimal
TIMES = [
    dt.datetime(2024, 3, 1, 10, 20, 30, 123456),
    None,
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999),
    dt.datetime(1, 1, 1),
    dt.datetime(1582, 10, 15),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
    dt.datetime(2262, 4, 11, 23, 47, 16, 854776),
    dt.datetime(1970, 1, 1),
]
MILLIS = [value and value.replace(microsecond=value.microsecond // 1000 * 1000) for value in TIMES]
NANOS = [1709288430123456789, None, -1, 0, 2**63 - 1, -(2**63), 1, 999999999]
TEXTS = ["ä€😀", "", None, "plain", "x" * 300, "plain", " blank ", "\u0000"]

for dictionary in (True, False):
    write(
        f"int96-{'dictionary' if dictionary else 'plain'}",
        {"ts": (pa.timestamp("us"), TIMES * 3), "l": (pa.list_(pa.timestamp("us")), [TIMES[:3], [], None] * 8)},
        use_deprecated_int96_timestamps=True,
        use_dictionary=dictionary,
        compression="snappy",
    )

write("times-v1", {"ms": (pa.timestamp("ms"), MILLIS), "us": (pa.timestamp("us"), TIMES)}, version="1.0")
write(
    "times-v2",
    {
        "ns": (pa.timestamp("ns"), NANOS),
        "ltz": (pa.timestamp("us", "UTC"), [value and value.replace(tzinfo=None) for value in TIMES]),
        "d": (pa.date32(), [value and value.date() for value in TIMES]),
    },
    version="2.6",
    data_page_version="2.0",
    write_page_checksum=True,
    compression="zstd",
)

NINE = [D("1234567.89"), D("-9999999.99"), None, D("0.00"), D("-0.01")]
EIGHTEEN = [D("9999999999999999.99"), D("-9999999999999999.99"), None, D("0.00"), D("-0.01")]
WIDE = [D("9" * 28 + "." + "9" * 10), D("-" + "9" * 28 + "." + "9" * 10), None, D("0E-10"), D("-1E-10")]
DECIMALS = {
    "nine": (pa.decimal128(9, 2), NINE * 4),
    "eighteen": (pa.decimal128(18, 2), EIGHTEEN * 4),
    "wide": (pa.decimal128(38, 10), WIDE * 4),
}
write("decimals-fixed", DECIMALS, compression="gzip")
write("decimals-integer", DECIMALS, store_decimal_as_integer=True, use_dictionary=False, compression="lz4")

FLAT = {
    "b": (pa.bool_(), [True, False, None, True] * 2),
    "tiny": (pa.int8(), [-128, 127, None, 0] * 2),
    "small": (pa.int16(), [-32768, 32767, None, 0] * 2),
    "i": (pa.int32(), [-(2**31), 2**31 - 1, None, 0] * 2),
    "big": (pa.int64(), [-(2**63), 2**63 - 1, None, 2**53 + 1] * 2),
    "f": (pa.float32(), [1.5, math.inf, None, -0.0, math.nan, 0.0, -math.inf, 2.0**-149]),
    "d": (pa.float64(), [1.5, math.inf, None, -0.0, math.nan, 0.0, -math.inf, 5e-324]),
    "s": (pa.string(), TEXTS),
    "bytes": (pa.binary(), [b"\x00\xff", b"", None, b"abc"] * 2),
    "fixed": (pa.binary(4), [b"\x00\xff\x00\xff", None, b"abcd", b"efgh"] * 2),
}
write("flat-v1", FLAT, version="1.0", compression="none")
write(
    "flat-encodings",
    FLAT,
    use_dictionary=False,
    data_page_version="2.0",
    compression="brotli",
    column_encoding={
        "i": "DELTA_BINARY_PACKED",
        "big": "BYTE_STREAM_SPLIT",
        "f": "BYTE_STREAM_SPLIT",
        "d": "BYTE_STREAM_SPLIT",
        "s": "DELTA_BYTE_ARRAY",
        "bytes": "DELTA_LENGTH_BYTE_ARRAY",
        "b": "RLE",
    },
)

POINT = pa.struct([("x", pa.int32()), ("Name", pa.string()), ("at", pa.timestamp("us"))])
POINTS = [{"x": 1, "Name": "a", "at": TIMES[0]}, {"x": None, "Name": None, "at": None}, None]
NESTED = {
    "ints": (pa.list_(pa.int32()), [[1, None, 3], [], None, [4]]),
    "lists": (pa.list_(pa.list_(pa.string())), [[["a", None], [], None], [], None, [["b"]]]),
    "points": (pa.list_(POINT), [POINTS, [], None, POINTS[:1]]),
    "point": (POINT, [*POINTS, POINTS[0]]),
    "m": (pa.map_(pa.string(), pa.list_(pa.decimal128(5, 2))), [[("k", [D("1.25"), None]), ("e", [])], [], None, [("n", None)]]),
    "deep": (
        pa.struct([("m", pa.map_(pa.int32(), POINT)), ("l", pa.list_(pa.date32()))]),
        [
            {"m": [(1, POINTS[0]), (2, None)], "l": [dt.date(2024, 2, 29), None]},
            {"m": [], "l": None},
            None,
            {"m": None, "l": []},
        ],
    ),
}
write("nested", NESTED, row_group_size=3)
write("nested-item", NESTED, use_compliant_nested_type=False, data_page_version="2.0")

REQUIRED = pa.list_(pa.field("element", pa.int32(), nullable=False))
ITEM = pa.struct([pa.field("x", pa.int32()), pa.field("y", pa.string())])
REQUIRED_STRUCT = pa.list_(pa.field("element", ITEM, nullable=False))
write(
    "nested-required",
    {
        "ints": (REQUIRED, [[1, 2, 3], [], None, [4]]),
        "points": (REQUIRED_STRUCT, [[{"x": 1, "y": "a"}, {"x": None, "y": None}], [], None, [{"x": 2, "y": "b"}]]),
        "m": (pa.map_(pa.string(), pa.int32()), [[("a", 1), ("b", None)], [], None, [("c", 3)]]),
    },
)
