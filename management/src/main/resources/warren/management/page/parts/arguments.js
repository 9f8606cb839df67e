/** Rows of key, value and type: the arguments of queues, exchanges and bindings, headers of messages, definitions of policies. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { button } from './buttons.js';

const READERS = {
  string: text => text,
  number: text => {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number)) {
      throw new SyntaxError(t('arguments.notNumber', { text }));
    }
    return number;
  },
  boolean: text => {
    if (!['true', 'false'].includes(text.trim())) {
      throw new SyntaxError(t('arguments.notBoolean', { text }));
    }
    return text.trim() === 'true';
  },
  json: text => JSON.parse(text),
};

/** `known`: keys to suggest, with their types; `value`: an object to begin with. */
export function argumentsEditor({ known = {}, value = {}, label }) {
  const rows = h('div', { class: 'arguments' });
  const listId = `known-${Math.random().toString(36).slice(2)}`;
  const add = (key = '', initial = '') => {
    const type = typeOf(initial);
    const row = argumentRow({ key, initial, type, known, listId, label });
    rows.append(row);
    return row;
  };
  Object.entries(value).forEach(([key, initial]) => add(key, initial));
  return {
    element: h(
      'div',
      null,
      h('datalist', { id: listId }, Object.keys(known).map(key => h('option', { value: key }))),
      rows,
      button('plus', t('arguments.add'), () => add().querySelector('input').focus(), { quiet: true }),
    ),
    read: () => Object.fromEntries([...rows.children].map(row => row.entry()).filter(Boolean)),
  };
}

function argumentRow({ key, initial, type, known, listId, label }) {
  const keyInput = h('input', { value: key, list: listId, 'aria-label': `${label}: ${t('arguments.key')}`, placeholder: t('arguments.key'), autocapitalize: 'none' });
  const text = typeof initial === 'string' ? initial : JSON.stringify(initial);
  const valueInput = h('input', { value: text, 'aria-label': `${label}: ${t('arguments.value')}`, placeholder: t('arguments.value'), autocapitalize: 'none' });
  const typeSelect = h('select', { 'aria-label': `${label}: ${t('arguments.type')}` }, Object.keys(READERS).map(each => h(
    'option',
    { value: each, selected: each === type },
    t(`arguments.${each}`),
  )));
  keyInput.onchange = () => {
    typeSelect.value = known[keyInput.value] ?? typeSelect.value;
  };
  const row = h(
    'div',
    { class: 'argument' },
    keyInput,
    valueInput,
    typeSelect,
    button('close', t('arguments.remove'), () => row.remove(), { quiet: true, iconOnly: true }),
  );
  row.entry = () => (keyInput.value === '' ? null : [keyInput.value, READERS[typeSelect.value](valueInput.value)]);
  return row;
}

function typeOf(value) {
  return typeof value === 'object' ? 'json' : typeof value;
}
