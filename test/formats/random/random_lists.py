"""Random Parquet schemas whose lists and maps have the forms that writers ever gave them, and values for these."""
FLAT = {
    "INT": ("int32", lambda rng: rng.randint(-(2**31), 2**31 - 1)),
    "BIGINT": ("int64", lambda rng: rng.randint(-(2**62), 2**62)),
    "DOUBLE": ("double", lambda rng: rng.uniform(-1e9, 1e9)),
    "BOOLEAN": ("boolean", lambda rng: rng.random() < 0.5),
    "STRING": ("binary", lambda rng: rng.choice(["", "a", "größe", "日本", "𝄞"])),
}
ROWS = 12


class Node:
    """A field of a Parquet schema: `hive` is its type in the table, `write(group, value)` puts a value of `value(rng)` in, None being null."""

    def __init__(self, name, hive, schema, value, write, nullable):
        self.name, self.hive, self.schema, self._value, self.write, self.nullable = name, hive, schema, value, write, nullable

    def value(self, rng):
        return None if self.nullable and rng.random() < 0.2 else self._value(rng)


def parquet_table(rng):
    """The fields of a table."""
    return [node(rng, f"c{i}", 3) for i in range(rng.randint(1, 4))]


def node(rng, name, depth, repetition=None):
    repetition = repetition or rng.choice(["optional", "optional", "required"])
    outer = rng.random()
    if depth == 0 or outer < 0.25:
        return flat(rng, name, repetition)
    if outer < 0.65:
        return listed(rng, name, depth, repetition)
    return (mapped if outer < 0.85 else struct)(rng, name, depth, repetition)


def flat(rng, name, repetition):
    hive = rng.choice([*FLAT])
    physical, value = FLAT[hive]
    schema = f"{repetition} {physical} {name}{' (UTF8)' if hive == 'STRING' else ''};"
    return Node(name, hive, schema, value, lambda group, found: group.append(name, found), repetition == "optional")


def struct(rng, name, depth, repetition, least=1):
    fields = [node(rng, f"f{i}", depth - 1) for i in range(rng.randint(least, 3))]
    return Node(name, f"STRUCT<{','.join(f'{field.name}:{field.hive}' for field in fields)}>",
                f"{repetition} group {name} {{ {' '.join(field.schema for field in fields)} }}",
                lambda rng: [field.value(rng) for field in fields],
                lambda group, found: filled(group.addGroup(name), fields, found), repetition == "optional")


def filled(group, fields, values):
    for field, value in zip(fields, values):
        if value is not None:
            field.write(group, value)


def listed(rng, name, depth, repetition):
    """A list in three levels under some names, or in two, of something that is repeated itself."""
    three = rng.choice([("list", "element"), ("bag", "array_element"), ("bag", "array"), ("list", "item"), ("array_list", "array"), None, None, None])
    if three is not None:
        element = node(rng, three[1], depth - 1)
        repeated = f"repeated group {three[0]} {{ {element.schema} }}"
        write = lambda outer, found: [filled(outer.addGroup(three[0]), [element], [item]) for item in found]
    else:
        inner = rng.choice(["array", f"{name}_tuple"])
        element = rng.choice([lambda: flat(rng, rng.choice(["array", "element"]), "repeated"), lambda: struct(rng, inner, depth, "repeated"),
                              lambda: struct(rng, "element", depth, "repeated", 2), lambda: listed(rng, "array", depth - 1, "repeated") if depth > 1 else flat(rng, "array", "repeated")])()
        repeated = element.schema
        write = lambda outer, found: [element.write(outer, item) for item in found]
    return Node(name, f"ARRAY<{element.hive}>", f"{repetition} group {name} (LIST) {{ {repeated} }}",
                lambda rng: [element.value(rng) for _ in range(rng.randint(0, 3))],
                lambda group, found: write(group.addGroup(name), found), repetition == "optional")


def mapped(rng, name, depth, repetition):
    outer, inner = rng.choice([("MAP", "key_value"), ("MAP", "map (MAP_KEY_VALUE)"), ("MAP_KEY_VALUE", "map"), ("MAP", "entries")])
    key, value = flat(rng, "key", "required"), node(rng, "value", depth - 1)
    pairs = inner.split(" ")[0]

    def entries(rng):
        # Each key once: of two readers one may take the first of them, another the last.
        found = {key.value(rng): None for _ in range(rng.randint(0, 3))}
        return [[one, value.value(rng)] for one in found]

    def write(group, found):
        whole = group.addGroup(name)
        for entry in found:
            filled(whole.addGroup(pairs), [key, value], entry)

    return Node(name, f"MAP<{key.hive},{value.hive}>", f"{repetition} group {name} ({outer}) {{ repeated group {inner} {{ {key.schema} {value.schema} }} }}",
                entries, write, repetition == "optional")
