/** A sentence that stands out: kind is good, bad, warn or info. */
import { h } from '../dom.js';
import { icon } from './icons.js';

const ICONS = { good: 'check', bad: 'warning', warn: 'warning', info: 'info' };

export function notice(kind, ...content) {
  return h('div', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : null }, icon(ICONS[kind]), h('div', null, content));
}
