import type { DataType } from './types.js';

/** A type as people write it: `DECIMAL(10, 2)`, `ARRAY<INT>`, `ROW<a INT, b STRING>`. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${type.kind}(${type.length})`;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `${type.kind}(${type.precision})`;
    case 'ARRAY':
      return `ARRAY<${typeName(type.element)}>`;
    case 'MAP':
      return `MAP<${typeName(type.key)}, ${typeName(type.value)}>`;
    case 'ROW':
      return `ROW<${type.fields.map((field) => `${field.name} ${typeName(field.type)}`).join(', ')}>`;
    default:
      return type.kind;
  }
}

/** Whether two types are the same, names of struct fields included (case counts), comments ignored. */
export function sameType(a: DataType, b: DataType): boolean {
  if (a.kind === 'ROW' && b.kind === 'ROW') {
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((field, i) => field.name === b.fields[i]!.name && sameType(field.type, b.fields[i]!.type))
    );
  }
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') return sameType(a.element, b.element);
  if (a.kind === 'MAP' && b.kind === 'MAP') return sameType(a.key, b.key) && sameType(a.value, b.value);
  return a.kind === b.kind && typeName(a) === typeName(b);
}
