"""Rows of twelve columns that benchmarks write."""
import numpy as np
import pyarrow as pa


def table(count):
    rng = np.random.default_rng(1)
    cents = pa.array(rng.integers(90_000, 10_000_000, count)).cast(pa.decimal128(19, 0))
    return pa.table({
        "orderkey": pa.array(np.arange(count) // 4 * 3),
        "partkey": pa.array(rng.integers(1, 200_000, count)),
        "linenumber": pa.array(rng.integers(1, 8, count), pa.int32()),
        "quantity": pa.array(rng.integers(1, 51, count)),
        "price": cents.cast(pa.decimal128(12, 0)).cast(pa.decimal128(14, 2)),
        "discount": pa.array(rng.random(count)),
        "shipdate": pa.array(rng.integers(8_000, 10_500, count).astype("int32"), pa.date32()),
        "ts": pa.array(rng.integers(1_600_000_000_000_000, 1_700_000_000_000_000, count), pa.timestamp("us")),
        "mode": pa.array(np.array(["AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB", "REG AIR"])[rng.integers(0, 7, count)]),
        "comment": pa.array([f"comment {a} {b}" for a, b in zip(rng.integers(0, 10**9, count), rng.integers(0, 10**6, count))]),
        "maybe": pa.array(rng.random(count).astype("float32"), mask=rng.random(count) < 0.3),
        "flag": pa.array(rng.random(count) < 0.5),
    })
