/** The rows by owner, each owner's in the order they came. */
export function byOwner<Row extends { owner: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const grouped = new Map<number, Row[]>();
  for (const row of rows) {
    const list = grouped.get(row.owner);
    if (list === undefined) grouped.set(row.owner, [row]);
    else list.push(row);
  }
  return grouped;
}
