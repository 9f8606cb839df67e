/** Short news in a corner, read out by screen readers: what was done. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { icon } from './icons.js';

const STAYS_MILLIS = 6000;

export function toast(text, kind = 'good') {
  const element = h(
    'div',
    { class: `toast ${kind}` },
    icon(kind === 'good' ? 'check' : 'warning'),
    h('span', null, text),
    h('button', { type: 'button', class: 'quiet', 'aria-label': t('action.close'), onclick: () => element.remove() }, icon('close')),
  );
  document.getElementById('toasts').append(element);
  setTimeout(() => element.remove(), STAYS_MILLIS);
}
