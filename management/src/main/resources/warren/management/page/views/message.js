/** One message, so that a person can read it: JSON laid out, bytes as bytes, properties beside. */
import { h } from '../dom.js';
import { bytes, count, plain } from '../format.js';
import { t } from '../i18n.js';
import { badge } from '../parts/buttons.js';
import { facts } from '../parts/cards.js';

const HEX_ROW = 16;

/** `mark` stands in front: a place to select it, its position. */
export function messageCard(message, mark = null) {
  const { headers, ...properties } = Array.isArray(message.properties) ? {} : message.properties;
  return h(
    'article',
    { class: 'message' },
    h(
      'header',
      null,
      mark,
      h('span', { class: 'route' }, message.exchange || t('exchange.default'), ' → ', h('code', null, message.routing_key)),
      message.redelivered && badge(t('message.redelivered'), 'warn'),
      message.state === 'unacked' && badge(t('length.unacked'), 'warn'),
      h('span', { class: 'size' }, bytes(message.payload_bytes)),
    ),
    h('pre', { tabindex: 0, 'aria-label': t('message.payload') }, readable(message)),
    isCut(message) && h('small', null, t('message.cut', { all: bytes(message.payload_bytes) })),
    facts([...Object.entries(properties), ...Object.entries(headers ?? {}).map(([name, value]) => [`${t('message.header')} ${name}`, value])]
      .map(([name, value]) => [name, plain(value)])),
  );
}

function isCut(message) {
  return shownBytes(message) < message.payload_bytes;
}

function shownBytes({ payload, payload_encoding: encoding }) {
  return encoding === 'base64' ? atob(payload).length : new TextEncoder().encode(payload).length;
}

function readable({ payload, payload_encoding: encoding, payload_bytes: size }) {
  if (size === 0) {
    return t('message.noBody');
  }
  if (encoding === 'base64') {
    return hex(atob(payload));
  }
  try {
    return /^\s*[[{]/.test(payload) ? JSON.stringify(JSON.parse(payload), null, 2) : payload;
  } catch {
    return payload;
  }
}

/** Sixteen bytes a line: place, hexadecimal, ASCII. */
function hex(binary) {
  const lines = [];
  for (let at = 0; at < binary.length; at += HEX_ROW) {
    const row = [...binary.slice(at, at + HEX_ROW)];
    const numbers = row.map(each => each.charCodeAt(0).toString(16).padStart(2, '0')).join(' ');
    const letters = row.map(each => (each >= ' ' && each <= '~' ? each : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${numbers.padEnd(HEX_ROW * 3)} ${letters}`);
  }
  return lines.join('\n');
}

export function foundText(n) {
  return n === 0 ? t('messages.none') : t('messages.found', { n: count(n) });
}
