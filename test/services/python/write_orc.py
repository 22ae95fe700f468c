"""write_orc.py OUTPUT FOLDER SEED COUNT ROWS: writes COUNT random ORC files of up to ROWS rows with pyarrow into FOLDER, and OUTPUT, their columns and values as pyarrow reads them, as JSON.

JSON has numbers for integers up to 32 bits, floats and dates (days since 1970), text for what is wider: nanoseconds of timestamps, unscaled
decimals, 64-bit integers, floats that JSON lacks; bytes are hex behind "0x"; structs and maps are lists, as the decoder gives them.
"""
import decimal
import json
import math
import random
import sys

import pyarrow as pa
import pyarrow.orc as orc

CODECS = ["uncompressed", "zlib", "snappy", "lz4", "zstd"]
# 1582-10-15: pyarrow does not say which calendar it writes, and Hive then takes earlier days for Julian ones.
FIRST_DAY = -141427
SIMPLE = {
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "int": pa.int32(),
    "bigint": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "string": pa.string(),
    "binary": pa.binary(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("ns"),
    "instant": pa.timestamp("ns", "UTC"),
}


def random_type(rng, depth):
    kind = rng.choice([*SIMPLE, "decimal", "decimal", "list", "map", "struct"] if depth > 0 else [*SIMPLE, "decimal"])
    if kind == "decimal":
        precision = rng.randint(1, 38)
        return pa.decimal128(precision, rng.randint(0, precision))
    if kind == "list":
        return pa.list_(random_type(rng, depth - 1))
    if kind == "map":
        return pa.map_(SIMPLE[rng.choice(["string", "int", "bigint"])], random_type(rng, depth - 1))
    if kind == "struct":
        return pa.struct([(f"f{i}", random_type(rng, depth - 1)) for i in range(rng.randint(1, 3))])
    return SIMPLE[kind]


def integers(rng, count, low, high):
    """Constant, rising, small, of mixed width or random: each calls for another run length encoding."""
    values = []
    while len(values) < count:
        size = min(count - len(values), rng.choice([1, 3, 11, 130, 600]))
        first, shape = rng.randint(low, high), rng.randrange(6)
        step = rng.randint(-9, 9)
        small = lambda: rng.randint(max(low, -50), min(high, 50))
        for i in range(size):
            values.append([
                lambda: first,
                lambda: min(high, max(low, first + i * step)),
                lambda: min(high, max(low, first // 2 + i * i)),
                small,
                lambda: rng.randint(low, high) if rng.random() < 0.03 else small(),
                lambda: rng.randint(low, high) if rng.random() < 0.9 else rng.choice([low, high, 0]),
            ][shape]())
    return values


def random_values(rng, kind, count):
    types = pa.types
    if types.is_boolean(kind):
        values = [value == 1 for value in integers(rng, count, 0, 1)]
    elif types.is_integer(kind):
        values = integers(rng, count, -(2 ** (kind.bit_width - 1)), 2 ** (kind.bit_width - 1) - 1)
    elif types.is_floating(kind):
        special = [0.0, -0.0, math.nan, math.inf, -math.inf, 1e-45 if kind.bit_width == 32 else 5e-324]
        values = [rng.choice(special) if rng.random() < 0.1 else rng.uniform(-1e6, 1e6) for _ in range(count)]
    elif types.is_string(kind) or types.is_binary(kind):
        words = ["", "a", "ä€𝄞", "x" * 300, *("".join(chr(rng.randint(32, 0x2FFF)) for _ in range(rng.randint(1, 9))) for _ in range(40))]
        many = rng.random() < 0.5
        values = [rng.choice(words) + (str(rng.random()) if many else "") for _ in range(count)]
        if types.is_binary(kind):
            values = [value.encode() + bytes([rng.randrange(256)]) for value in values]
    elif types.is_date(kind):
        values = integers(rng, count, FIRST_DAY, 2932896)
    elif types.is_timestamp(kind):
        unit = rng.choice([1, 1000, 10**6, 10**9])
        values = [value // unit * unit for value in integers(rng, count, -(2**62), 2**62)]
    elif types.is_decimal(kind):
        limit = 10**kind.precision - 1
        context = decimal.Context(prec=50)
        values = [decimal.Decimal(value).scaleb(-kind.scale, context) for value in integers(rng, count, -limit, limit)]
    elif types.is_struct(kind):
        fields = [random_values(rng, field.type, count) for field in kind]
        values = [dict(zip([field.name for field in kind], row)) for row in zip(*fields)]
    else:
        sizes = [rng.choice([0, 1, 2, 5]) for _ in range(count)]
        items = iter(random_values(rng, kind.item_type if types.is_map(kind) else kind.value_type, sum(sizes)))
        values = [[next(items) for _ in range(size)] for size in sizes]
        if types.is_map(kind):
            keys = [str(i) for i in range(5)] if types.is_string(kind.key_type) else list(range(5))
            values = [list(zip(keys, row)) for row in values]
    nulls = rng.choice([0, 0, 0.01, 0.5, 1])
    return [None if rng.random() < nulls else value for value in values]


def plain(array):
    """An arrow array as JSON."""
    kind, types = array.type, pa.types
    if types.is_struct(kind):
        columns = [plain(array.field(i)) for i in range(kind.num_fields)]
        return [[column[row] for column in columns] if array[row].is_valid else None for row in range(len(array))]
    if types.is_map(kind) or types.is_list(kind):
        items = list(zip(plain(array.keys), plain(array.items))) if types.is_map(kind) else plain(array.values)
        offsets = array.offsets.to_pylist()
        return [items[offsets[row]:offsets[row + 1]] if array[row].is_valid else None for row in range(len(array))]
    if types.is_timestamp(kind):
        array = array.cast(pa.int64())
    if types.is_date(kind):
        array = array.cast(pa.int32())
    return [None if value is None else plain_value(value, array.type) for value in array.to_pylist()]


def plain_value(value, kind):
    if pa.types.is_decimal(kind):
        return str(int(value.scaleb(kind.scale, decimal.Context(prec=50))))
    if pa.types.is_int64(kind):
        return str(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, float) and (not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0)):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity", "-0.0": "-0"}[str(value)]
    return value


def main(output, folder, seed, count, most):
    files = {}
    for index in range(count):
        rng = random.Random(seed + index)
        rows = rng.choice([0, 1, most // 9, most // 3, most])
        kinds = {f"c{i}": random_type(rng, 2) for i in range(rng.randint(1, 5))}
        columns = {name: pa.array(random_values(rng, kind, rows), kind) for name, kind in kinds.items()}
        codec = CODECS[(seed + index) % len(CODECS)]
        name = f"{seed + index}-{codec}.orc"
        orc.write_table(
            pa.table(columns), f"{folder}/{name}", compression=codec, compression_block_size=rng.choice([1024, 65536, 262144]),
            stripe_size=rng.choice([1024, 67108864]), batch_size=rng.choice([100, 1024]), row_index_stride=rng.choice([1000, 10000]),
            dictionary_key_size_threshold=rng.choice([0, 0.8, 1.0]), file_version=rng.choice(["0.11", "0.12", "0.12"]))
        # As pyarrow reads it: for a null struct within a struct it now and then writes other values than it was given.
        written = orc.read_table(f"{folder}/{name}")
        files[name] = {column: plain(written.column(column).combine_chunks()) for column in columns}
    with open(output, "w") as target:
        json.dump(files, target, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(number) for number in sys.argv[3:]))
