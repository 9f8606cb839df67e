/** Buttons and marks. */
import { h } from '../dom.js';
import { icon } from './icons.js';

/** A button with an icon and words; with `iconOnly` the words are for screen readers and the mouse that rests on it. */
export function button(iconName, label, onclick, { kind = '', quiet = false, iconOnly = false } = {}) {
  const classes = [kind, quiet && 'quiet', iconOnly && 'icon-only'].filter(Boolean).join(' ');
  return h(
    'button',
    { type: 'button', class: classes || null, title: iconOnly ? label : null, 'aria-label': iconOnly ? label : null, onclick },
    iconName && icon(iconName),
    iconOnly ? null : h('span', null, label),
  );
}

/** A short word in a small box; `title` explains it. */
export function badge(text, kind = '', title = null) {
  return h('span', { class: `badge ${kind}`, title }, text);
}

/** A coloured dot and a word, for states. */
export function state(word, kind) {
  return h('span', { class: `state ${kind}` }, word);
}

/** A cell for buttons. */
export function buttons(...children) {
  return h('div', { class: 'buttons' }, children);
}
