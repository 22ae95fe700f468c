import type { HiveColumn } from '../model.js';
import { readType } from './read-type.js';
import type { TokenReader } from './reader.js';
import { typeText } from './type-tree.js';

/** The columns in parentheses of a CREATE TABLE; table constraints among them are passed over, as they say nothing about the files. */
export function readColumns(reader: TokenReader): HiveColumn[] {
  const items = reader.list(() => (seesTableConstraint(reader) ? passConstraint(reader) : readColumn(reader)));
  return items.filter((item) => item !== undefined);
}

/** One column: name, type, constraints and comment. Names are in lower case, as Hive keeps them. */
export function readColumn(reader: TokenReader): HiveColumn {
  const name = reader.name();
  reader.accept(':');
  const column: HiveColumn = { name, type: typeText(readType(reader)) };
  for (;;) {
    if (reader.accept('COMMENT')) column.comment = reader.string();
    else if (!acceptColumnConstraint(reader)) return column;
  }
}

const TABLE_CONSTRAINTS = ['CONSTRAINT', 'PRIMARY KEY', 'FOREIGN KEY', 'UNIQUE (', 'CHECK ('];
const STATES = ['ENABLE', 'DISABLE', 'NOVALIDATE', 'VALIDATE', 'RELY', 'NORELY', 'ENFORCED', 'NOT ENFORCED'];

const seesTableConstraint = (reader: TokenReader): boolean => TABLE_CONSTRAINTS.some((words) => reader.sees(words));

function passConstraint(reader: TokenReader): undefined {
  while (!reader.sees(',') && !reader.sees(')')) passOne(reader);
}

function acceptColumnConstraint(reader: TokenReader): boolean {
  if (['NOT NULL', 'NULL', 'PRIMARY KEY', 'UNIQUE'].some((words) => reader.accept(words))) return true;
  if (STATES.some((words) => reader.accept(words))) return true;
  const takesValue = ['DEFAULT', 'CHECK', 'GENERATED ALWAYS AS'].some((words) => reader.accept(words));
  if (takesValue) passExpression(reader);
  return takesValue;
}

/** An expression ends where the column goes on or ends. */
function passExpression(reader: TokenReader): void {
  const ends = [',', ')', 'COMMENT', 'NOT NULL', ...STATES];
  do passOne(reader);
  while (!ends.some((words) => reader.sees(words)));
}

/** Passes over one token, or over all within its parentheses. */
function passOne(reader: TokenReader): void {
  if (reader.peek().kind === 'end') throw reader.expected(')');
  if (!reader.accept('(')) {
    reader.next();
    return;
  }
  while (!reader.accept(')')) passOne(reader);
}
