/**
 * Sorting by a click on a column's title: the page is whole and readable without it. Numbers, where all cells of a column are some, are
 * compared as numbers; a dash stands for one that is not known and comes first.
 */
export const SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const text = (row, at) => row.cells[at].textContent.trim();
  const number = (shown) => (shown === '\\u2013' ? -1 : shown === '' ? NaN : Number(shown.replaceAll(',', '')));
  heads.forEach((head, at) => {
    if (text(table.tHead.rows[0], at) === '') return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = [...body.rows];
      const numeric = rows.every((row) => !Number.isNaN(number(text(row, at))));
      const compare = (a, b) =>
        numeric ? number(text(a, at)) - number(text(b, at)) : text(a, at).localeCompare(text(b, at), 'en', { numeric: true });
      rows.sort((a, b) => (down ? compare(b, a) : compare(a, b)));
      body.append(...rows);
    });
  });
}
`;
