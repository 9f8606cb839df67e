/** Boxes with a title, and pairs of names and values. */
import { h } from '../dom.js';

/** A titled region of the page; `tools` stand beside the title. */
export function card(title, content, { tools = null, key = null } = {}) {
  return h(
    'section',
    { class: 'card', 'data-key': key ?? title, 'aria-label': title },
    h('header', null, h('h2', null, title), tools && h('div', { class: 'buttons' }, tools)),
    content,
  );
}

/** Names and values; pairs whose value is null are left out. */
export function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => h(
    'div',
    { 'data-key': name },
    h('dt', null, name),
    h('dd', null, value),
  )));
}

/** A large number with its name. */
export function figure(name, value, kind = '') {
  return h('div', { class: `figure ${kind}`, 'data-key': name }, h('strong', null, value), h('span', null, name));
}

export function figures(...all) {
  return h('div', { class: 'figures' }, all);
}

/** A JSON object as names and values, what is nested as JSON. */
export function objectFacts(object) {
  return facts(Object.entries(object ?? {}).map(([name, value]) => [
    name,
    h('code', null, typeof value === 'string' ? value : JSON.stringify(value)),
  ]));
}
