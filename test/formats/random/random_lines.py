"""Random lines of text, of tables with random columns and separators."""
NUMBERS = ["0", "-1", "+5", "007", "127", "128", "-32769", "2147483648", "9223372036854775808", "1.9", ".5", "-.", "1e3", "1e400", "NaN", "-0.0", "12345.678", "0.005", " 7", "1.5d"]
TOKENS = {
    **dict.fromkeys(["TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(6,2)"], NUMBERS),
    "BOOLEAN": ["true", "FALSE", "False", "t", "1", " true"],
    "DATE": ["2024-02-29", "2023-2-9", "1969-12-31", "2023-13-01", "today", "1500-03-01"],
    "TIMESTAMP": ["2024-02-29 23:59:59", "1969-12-31 23:59:59.999999", "2001-1-2 3:4:5.6", "2024-02-29", "now"],
    **dict.fromkeys(["STRING", "CHAR(5)", "VARCHAR(3)"], ["a", "größer", "日本語日本", "𝄞𝄞", " b ", "\\", "\\n", '"', "'", "NULL"]),
}
FLAT = [*TOKENS]
NESTED = [kind for kind in FLAT if kind not in ("DATE", "TIMESTAMP")]
SERDES = "org.apache.hadoop.hive.serde2."
LINES = 60


def line_table(rng):
    """The columns of a table, its SerDe with properties, and its lines."""
    return rng.choice([lazy, lazy, lazy, csv, regex])(rng)


def lazy(rng):
    separators = rng.sample([",", "|", "\t", ";", ":", "#", "^", " "], 3)
    properties = dict(zip(["field.delim", "colelction.delim", "mapkey.delim"], separators))
    null = rng.choice(["\\N", "\\N", "", "NULL", "-"])
    if null != "\\N":
        properties["serialization.null.format"] = null
    if rng.random() < 0.4:
        properties["escape.delim"] = "\\"
    if rng.random() < 0.2:
        properties["serialization.last.column.takes.rest"] = "true"
    kinds = [kind_of(rng, 2) for _ in range(rng.randint(1, 6))]
    levels = [*separators, "\x04", "\x05", "\x06"]
    lines = [noise(rng, levels[0].join(text_of(rng, kind, levels[1:], null) for kind in kinds), [*separators, "\\", null, "é"]) for _ in range(LINES)]
    return [declared(kind) for kind in kinds], f"{SERDES}lazy.LazySimpleSerDe", {"serialization.format": separators[0], **properties}, lines


def kind_of(rng, depth):
    """A type: its name, or (ARRAY, type), (MAP, name, type), (STRUCT, types)."""
    outer = rng.random()
    if depth == 0 or outer < 0.6:
        return rng.choice(FLAT if depth == 2 else NESTED)
    if outer < 0.75:
        return "ARRAY", kind_of(rng, depth - 1)
    if outer < 0.87:
        return "MAP", rng.choice(["STRING", "INT", "BIGINT"]), kind_of(rng, depth - 1)
    return "STRUCT", [kind_of(rng, depth - 1) for _ in range(rng.randint(1, 3))]


def declared(kind):
    if isinstance(kind, str):
        return kind
    if kind[0] == "STRUCT":
        return f"STRUCT<{','.join(f'f{i}:{declared(child)}' for i, child in enumerate(kind[1]))}>"
    return f"{kind[0]}<{','.join(map(declared, kind[1:]))}>"


def text_of(rng, kind, separators, null):
    if rng.random() < 0.08:
        return null
    if isinstance(kind, str):
        return rng.choice(TOKENS[kind] if rng.random() < 0.9 else TOKENS[rng.choice(FLAT)])
    if kind[0] == "STRUCT":
        return separators[0].join(text_of(rng, child, separators[1:], null) for child in kind[1])
    if kind[0] == "ARRAY":
        return separators[0].join(text_of(rng, kind[1], separators[1:], null) for _ in range(rng.randint(0, 3)))
    pairs = [(text_of(rng, kind[1], separators[2:], null), text_of(rng, kind[2], separators[2:], null)) for _ in range(rng.randint(0, 3))]
    return separators[0].join(separators[1].join(pair) for pair in pairs)


def noise(rng, line, pieces):
    """The line with something put in or cut out, now and then."""
    while rng.random() < 0.25:
        at = rng.randint(0, len(line))
        line = line[:at] + rng.choice(pieces) + line[at:] if rng.random() < 0.6 else line[:at] + line[at + rng.randint(1, 4):]
    return line


def csv(rng):
    separator, quote, escape = rng.choice([(",", '"', "\\"), ("\t", "'", "\\"), ("|", '"', "^")])
    pieces = [separator, quote, quote, escape, " ", "a", "é", "日本", "x y"]
    lines = ["".join(rng.choice(pieces) for _ in range(rng.randint(0, 14))) for _ in range(LINES)]
    of = {} if (separator, escape) == (",", "\\") else {"separatorChar": separator, "quoteChar": quote, "escapeChar": escape}
    return ["STRING"] * rng.randint(1, 4), f"{SERDES}OpenCSVSerde", of, lines


def regex(rng):
    groups = [rng.choice(["(\\S+)", "([^ ]*)", "(-?[0-9]+)", "(.*)", "([a-z]+|-)", "(.)"]) for _ in range(rng.randint(1, 4))]
    kinds = [rng.choice(["STRING", "INT", "BIGINT", "DOUBLE", "BOOLEAN"]) if "0-9" in group else "STRING" for group in groups]
    lines = [" ".join(rng.choice([*NUMBERS[:8], "a", "Bc", "-", "é", "日本", "", "\t"]) for _ in groups) for _ in range(LINES)]
    of = {"input.regex": rng.choice([" ", " +", "\\s"]).join(groups), **({"input.regex.case.insensitive": "true"} if rng.random() < 0.3 else {})}
    return kinds, f"{SERDES}RegexSerDe", of, lines
