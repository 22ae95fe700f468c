"""What the engines of this folder share: the protocol of `lakelift bench run` (docs/bench.md), digests, names of the two sides."""

import hashlib
import json
import os
import re
import sys

# String literals and comments, which are left alone, or two names with a dot between them, quoted or not.
TOKENS = re.compile(
    r"""'(?:[^'\\]|\\.|'')*'|--[^\n]*|/\*.*?\*/|(?P<a>"[^"]+"|`[^`]+`|\b\w+)\s*\.\s*(?P<b>"[^"]+"|`[^`]+`|\w+)""", re.S
)


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def folder_of(table):
    """The files of a table lie in one folder, in directories named after their partitions; nothing else lies there."""
    if table.get("merge"):
        raise ValueError("the table has a primary key: its rows are not simply those of its files")
    if not table["files"]:
        raise ValueError("the table has no files")
    folder = table["files"][0]
    for _ in range(1 + len(table["partitionKeys"])):
        folder = os.path.dirname(folder)
    return folder


class Sides:
    """The databases of the two sides have the side before their names; the queries do not."""

    def __init__(self, quote=quoted):
        self.tables = set()
        self.quote = quote

    def database(self, side, table):
        self.tables.add((table["database"].lower(), table["table"].lower()))
        return f"{side}__{table['database']}"

    def query(self, side, sql):
        def renamed(match):
            if match["a"] is None:
                return match[0]
            database, table = (part.strip('"`') for part in (match["a"], match["b"]))
            if (database.lower(), table.lower()) not in self.tables:
                return match[0]
            return f"{self.quote(f'{side}__{database}')}.{self.quote(table)}"

        return TOKENS.sub(renamed, sql)


def plain(value):
    """A value as the digest takes it: floating point to nine digits, as the order of a sum decides over the others."""
    if isinstance(value, float):
        return f"{value:.8e}"
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return sorted([plain(key), plain(one)] for key, one in value.items())
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def answered(rows, wall_ms, cpu_ms, plan_ms=None):
    """The reply to a query: a digest of its rows without regard to their order, and what it took; planning where it is known."""
    lines = sorted(json.dumps(plain(tuple(row))) for row in rows)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    plan = {} if plan_ms is None else {"planMs": plan_ms}
    return {"ok": True, "answer": {"rows": len(lines), "digest": digest}, "wallMs": wall_ms, "cpuMs": cpu_ms, **plan}


def serve(engine):
    """Answers requests until there are no more. What the engine refuses is told; the process goes on."""
    say({"engine": engine.name, "version": engine.version})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["op"] == "define":
                engine.define(request["side"], request["table"])
                say({"ok": True})
            else:
                say(engine.run(request["side"], request["sql"]))
        except Exception as error:
            say({"ok": False, "error": str(error).split("\n\n")[0][:2000]})


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
