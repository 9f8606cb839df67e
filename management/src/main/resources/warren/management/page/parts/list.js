/**
 * A view that lists objects of one kind, page by page as the broker cuts them: search by name or regular expression, order, choice of
 * columns.
 *
 * @param what names the list in preferences and in texts (`queues` -> `queues.title`, `queues.empty`)
 * @param where the path to ask, given the chosen virtual host ('' for all)
 * @param columns () => [{ id, label, cell(row), sort, numeric, hidden }]: `sort` is the API's name of the field, `hidden` until chosen
 * @param key a row's identity
 * @param query further parameters, as for samples
 * @param tools page => buttons beside the title
 */
import { ApiError, get } from '../api.js';
import { h } from '../dom.js';
import { count } from '../format.js';
import { t } from '../i18n.js';
import { prefer, preference } from '../preferences.js';
import { chosenVirtualHost } from '../vhosts.js';
import { button, buttons } from './buttons.js';
import { icon } from './icons.js';
import { notice } from './notice.js';
import { table } from './table.js';

const SIZES = [20, 50, 100, 500];
const TYPING_MILLIS = 250;

export function listView({ what, where, columns, key, query = () => ({}), tools = () => null, sort = '' }) {
  const state = { page: 1, size: preference(`${what}.size`, 50), name: '', regex: false, sort, reverse: false };

  const load = async ({ signal }) => {
    const asked = {
      page: state.page,
      page_size: state.size,
      ...(state.name && { name: state.name, use_regex: state.regex }),
      ...(state.sort && { sort: state.sort, sort_reverse: state.reverse }),
      ...query(),
    };
    try {
      return await get(where(chosenVirtualHost()), asked, signal);
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 400 && state.page > 1) {
        state.page = 1; // there are fewer pages than there were
        return load({ signal });
      }
      if (failure instanceof ApiError && failure.status === 400 && state.regex) {
        return { refused: t('list.badPattern') };
      }
      throw failure;
    }
  };

  const change = (page, changes) => {
    Object.assign(state, { page: 1 }, changes);
    return page.reload();
  };

  const draw = (data, page) => [
    [tools(page)].filter(Boolean).map(tool => h('div', { class: 'page-tools', 'data-key': 'tools' }, buttons(tool))),
    page.keep('list-search', () => search(what, state, columns(), changes => change(page, changes))),
    data.refused ? notice('bad', data.refused) : results(data, page),
  ];

  const results = (data, page) => h(
    'div',
    { class: 'list', 'data-key': 'results' },
    table({
      caption: t(`${what}.title`),
      columns: shown(what, columns()).map(column => ({ ...column, ...header(column, state, changes => change(page, changes)) })),
      rows: data.items,
      key,
      empty: state.name ? t('list.noMatch') : t(`${what}.empty`),
    }),
    pages(data, changes => change(page, changes)),
  );

  return { title: () => t(`${what}.title`), load, draw };
}

function shown(what, columns) {
  const chosen = preference(`${what}.columns`, null);
  return columns.filter((column, i) => i === 0 || (chosen ? chosen.includes(column.id) : !column.hidden));
}

function header(column, state, change) {
  if (!column.sort) {
    return {};
  }
  const isSorted = state.sort === column.sort;
  return {
    sorted: isSorted ? (state.reverse ? 'descending' : 'ascending') : null,
    header: h(
      'button',
      { type: 'button', onclick: () => change({ sort: column.sort, reverse: isSorted ? !state.reverse : column.numeric === true }) },
      column.label,
    ),
  };
}

function search(what, state, columns, change) {
  let typing = null;
  const input = h('input', {
    type: 'search',
    id: 'list-search',
    'aria-label': t('list.search'),
    placeholder: t('list.search'),
    value: state.name,
    autocapitalize: 'none',
    spellcheck: 'false',
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => change({ name: input.value }), TYPING_MILLIS);
    },
  });
  const regex = h('input', { type: 'checkbox', id: 'list-regex', checked: state.regex, onchange: () => change({ regex: regex.checked }) });
  const size = h(
    'select',
    {
      'aria-label': t('list.size'),
      onchange: () => {
        prefer(`${what}.size`, Number(size.value));
        change({ size: Number(size.value) });
      },
    },
    SIZES.map(each => h('option', { value: each, selected: each === state.size }, t('list.perPage', { n: each }))),
  );
  return {
    element: h(
      'div',
      { class: 'search', role: 'search' },
      h('div', { class: 'search-box' }, icon('search'), input),
      h('label', { class: 'toggle', for: 'list-regex' }, regex, t('list.regex')),
      size,
      columnChooser(what, columns, change),
    ),
  };
}

function columnChooser(what, columns, change) {
  const boxes = columns.slice(1).map(column => ({
    id: column.id,
    box: h('input', { type: 'checkbox', checked: shown(what, columns).includes(column) }),
    label: column.label,
  }));
  const choose = () => {
    prefer(`${what}.columns`, boxes.filter(each => each.box.checked).map(each => each.id));
    change({});
  };
  const panel = h('fieldset', null, h('legend', null, t('list.columns')), boxes.map(each => h('label', { onchange: choose }, each.box, each.label)));
  const details = h('details', { class: 'menu' }, h('summary', null, icon('columns'), t('list.columns')), panel);
  details.onkeydown = event => {
    if (event.key === 'Escape') {
      details.open = false;
      details.querySelector('summary').focus();
    }
  };
  details.addEventListener('focusout', event => {
    details.open = details.open && (event.relatedTarget === null || details.contains(event.relatedTarget));
  });
  return details;
}

function pages({ page, page_count: last, page_size: size, filtered_count: found, item_count: items }, change) {
  if (found === 0) {
    return null;
  }
  const from = (page - 1) * size + 1;
  return h(
    'nav',
    { class: 'pages', 'aria-label': t('list.pages') },
    h('span', null, t('list.range', { from: count(from), to: count(from + items - 1), all: count(found) })),
    last > 1 && buttons(
      Object.assign(button(null, t('list.previous'), () => change({ page: page - 1 })), { disabled: page <= 1 }),
      Object.assign(button(null, t('list.next'), () => change({ page: page + 1 })), { disabled: page >= last }),
    ),
  );
}
