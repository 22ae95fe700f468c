"""The tables of the test: columns, and rows by partition and file."""
INT_LIST = {"type": "ARRAY", "element": "INT"}
POINT = {"type": "ROW", "fields": [{"id": 0, "name": "x", "type": "INT"}, {"id": 0, "name": "y", "type": "STRING"}]}
COUNTS = {"type": "MAP", "key": "STRING NOT NULL", "value": "BIGINT"}
POINTS = {"type": "ARRAY", "element": POINT}
LONG = "the very same long beginning, then "
DAY = 86_400_000_000_000

ALL_TYPES = [
    ("id", "INT"),
    ("c_bool", "BOOLEAN"),
    ("c_tiny", "TINYINT"),
    ("c_small", "SMALLINT"),
    ("c_big", "BIGINT"),
    ("c_float", "FLOAT"),
    ("c_double", "DOUBLE"),
    ("c_dec9", "DECIMAL(9, 2)"),
    ("c_dec18", "DECIMAL(18, 4)"),
    ("c_dec38", "DECIMAL(38, 10)"),
    ("c_string", "STRING"),
    ("c_long", "STRING"),
    ("c_char", "CHAR(8)"),
    ("c_varchar", "VARCHAR(20)"),
    ("c_bytes", "BYTES"),
    ("c_date", "DATE"),
    ("c_millis", "TIMESTAMP(3)"),
    ("c_micros", "TIMESTAMP(6)"),
    ("c_zone", "TIMESTAMP(6) WITH LOCAL TIME ZONE"),
    ("c_array", INT_LIST),
    ("c_map", COUNTS),
    ("c_row", POINT),
    ("c_rows", POINTS),
]


def row_of_all_types(n):
    """Row n; every third value of every column is null, at another place for each column."""
    values = [
        n % 2 == 0,
        n - 128,
        n * 300 - 32768,
        n * 10**16 - 2**62,
        float("nan") if n == 17 else n / 4 - 10,
        float("-inf") if n == 3 else -0.0 if n == 4 else n * 1e300 - 5e300,
        n * 1001 - 50_000,
        n * 10**15 - 10**16,
        n * 10**36 - 10**37,
        ["", "a", "ä", "zz", "\U0001f600", "Ünï", "e\u0301"][n % 7] + str(n),
        LONG + "\U0010ffff" * (n % 3) + chr(97 + n % 26),
        f"c{n % 10}",
        f"v{n % 5}",
        bytes([n, 0, 255 - n]),
        n * 700 - 10_000,
        n * 97 * DAY + 123_000_000 - 30 * DAY,
        n * 31 * DAY - 1_000,
        n * 61 * DAY - 999_999_000,
        [n, None, -n],
        {f"k{n}": n, "null": None},
        {"x": n, "y": None if n % 2 else "y"},
        [{"x": n, "y": "in"}, None],
    ]
    return [n, *(None if (n + index) % 3 == 0 else value for index, value in enumerate(values))]


def types():
    rows = [row_of_all_types(n) for n in range(30)]
    nulls = [[n] + [None] * (len(ALL_TYPES) - 1) for n in (100, 101)]
    files = [{"partition": [], "rows": part} for part in (rows[:10], rows[10:25], rows[25:], nulls)]
    return {"name": "types", "columns": ALL_TYPES, "keys": [], "files": files}


def nanos():
    """TIMESTAMP(9) is INT96 in Paimon's Parquet files."""
    rows = [[n, None if n % 4 == 0 else n * DAY * 100 - 1] for n in range(9)]
    files = [{"partition": [], "rows": part} for part in (rows[:4], rows[4:])]
    return {"name": "nanos", "columns": [("id", "INT"), ("c_nanos", "TIMESTAMP(9)")], "keys": [], "files": files, "int96": True}


KEYS = [
    ("p_string", "STRING", ["a/b=c%d e:f", "\u00fc\"#'*?\\{}[]^\u0001\u007f", " lead", "2024-01-01 is longer than 16", "01"]),
    ("p_varchar", "VARCHAR(30)", ["\U0001f600", "x", "plain", "y", "z"]),
    ("p_char", "CHAR(4)", ["abcd", "ab", "a", "zz", "zzzz"]),
    ("p_bool", "BOOLEAN", ["true", "false", "true", "false", "true"]),
    ("p_tiny", "TINYINT", ["-128", "127", "0", "1", "-1"]),
    ("p_small", "SMALLINT", ["-32768", "32767", "0", "1", "-1"]),
    ("p_int", "INT", ["01", "-2147483648", "2147483647", "0", "7"]),
    ("p_big", "BIGINT", ["9223372036854775807", "-9223372036854775808", "0", "5", "-5"]),
    ("p_dec", "DECIMAL(10, 2)", ["12.3", "-0.05", "0", "99999999.99", "1"]),
    ("p_wide", "DECIMAL(30, 3)", ["123456789012345678901234567.891", "-1", "0", "0.001", "5"]),
    ("p_date", "DATE", ["2024-02-29", "1969-12-31", "1970-01-01", "9999-12-31", "0001-01-01"]),
]
HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"


def partitions():
    """Five partitions of every key, then one that is null in each key alone, then one of nothing but nulls."""
    raw = [[values[index] for _, _, values in KEYS] for index in range(5)]
    raw += [[HIVE_NULL if key == index else KEYS[key][2][0] for key in range(len(KEYS))] for index in range(len(KEYS))]
    raw.append([HIVE_NULL] * len(KEYS))
    files = [{"partition": part, "rows": [[n * 2, f"v{n}"], [n * 2 + 1, None]]} for n, part in enumerate(raw)]
    keys = [(name, type_) for name, type_, _ in KEYS]
    return {"name": "partitions", "columns": [("id", "INT"), ("v", "STRING")], "keys": keys, "files": files}


def day_partitions():
    """The common case: one DATE key, several files a day."""
    days = ["2024-01-01", "2024-01-02", HIVE_NULL]
    files = [{"partition": [day], "rows": [[n * 10 + index] for index in range(3)]} for n, day in enumerate(days * 2)]
    return {"name": "days", "columns": [("id", "INT")], "keys": [("dt", "DATE")], "files": files}


def without_files(name, keys):
    return {"name": name, "columns": [("id", "INT"), ("v", "STRING")], "keys": keys, "files": []}


def all_tables():
    empty = [without_files("empty", []), without_files("empty_partitioned", [("dt", "DATE")])]
    return [types(), nanos(), partitions(), day_partitions(), *empty]
