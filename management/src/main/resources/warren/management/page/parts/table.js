/** Tables that become cards on a narrow screen; the arrow keys walk from row to row. */
import { h } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @param columns [{ id, label, cell(row), numeric, header }]; `header` stands in place of the label
 * @param key a row's identity, so that it is followed when it moves
 */
export function table({ caption, columns, rows, key, empty = t('table.empty') }) {
  if (rows.length === 0) {
    return h('p', { class: 'empty' }, empty);
  }
  return h(
    'div',
    { class: 'table', tabindex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      { onkeydown: walk },
      h('caption', { class: 'unseen' }, caption),
      h('thead', null, h('tr', null, columns.map(column => h(
        'th',
        { scope: 'col', class: column.numeric ? 'number' : null, 'aria-sort': column.sorted ?? null, 'data-key': column.id ?? column.label },
        column.header ?? column.label,
      )))),
      h('tbody', null, rows.map(row => h('tr', { 'data-key': key(row) }, columns.map((column, i) => h(
        i === 0 ? 'th' : 'td',
        {
          scope: i === 0 ? 'row' : null,
          class: column.numeric ? 'number' : null,
          'data-label': column.label,
          'data-key': column.id ?? column.label,
        },
        column.cell(row),
      ))))),
    ),
  );
}

/** Up and down: the first link or button of the next row, if the focus is on one of this row. */
function walk(event) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  const row = event.target.closest('tbody tr');
  const target = step && row && row[step]?.querySelector('a, button, input');
  if (target && event.target.matches('a, button')) {
    event.preventDefault();
    target.focus();
  }
}
