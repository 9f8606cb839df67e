/** Why a queue stands still, and who holds its messages: shown where the broker can tell. */
import { h } from '../dom.js';
import { bytes, count, duration, time } from '../format.js';
import { t } from '../i18n.js';
import { badge } from '../parts/buttons.js';
import { card } from '../parts/cards.js';
import { icon } from '../parts/icons.js';
import { table } from '../parts/table.js';
import { channelLink } from './names.js';

/** The broker's sentences about a queue; they come in English. */
export function explanation(explained) {
  if (!explained) {
    return null;
  }
  const sentences = [...(explained.lines ?? []), ...(explained.consumers ?? []).map(each => `${each.consumer_tag}: ${each.explanation}`)]
    .filter(sentence => sentence !== explained.summary);
  return h(
    'details',
    { class: 'explanation', 'data-key': 'explanation', lang: 'en' },
    h('summary', null, icon('info'), h('span', null, explained.summary)),
    h('ul', null, sentences.map(sentence => h('li', null, sentence))),
  );
}

export function unackedCard(unacked) {
  return unacked && unacked.length > 0 && card(t('unacked.title'), table({
    caption: t('unacked.title'),
    columns: [
      { label: t('channel.title'), cell: each => each.channel && channelLink(each.channel) },
      { label: t('consumer.tag'), cell: each => h('code', null, each.consumer_tag) },
      { label: t('messages.position'), numeric: true, cell: each => each.message_id },
      { label: t('unacked.tag'), numeric: true, cell: each => count(each.delivery_tag) },
      { label: t('unacked.age'), numeric: true, cell: each => h('span', { title: time(each.since) }, duration(each.age_seconds * 1000)) },
      { label: t('field.bytes'), numeric: true, cell: each => bytes(each.bytes) },
      { label: '', id: 'redelivered', cell: each => each.redelivered && badge(t('message.redelivered'), 'warn') },
    ],
    rows: unacked,
    key: each => String(each.message_id),
  }), { key: 'unacked' });
}
