/** One channel: what it consumes, what it holds. */
import { get, path } from '../api.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { t } from '../i18n.js';
import { state } from '../parts/buttons.js';
import { card, facts, figure, figures } from '../parts/cards.js';
import { lineChart, rangeChooser } from '../parts/chart.js';
import { OBJECT_RANGES, chosenRange, samplesQuery, speeds } from '../parts/series.js';
import { channelBadges } from './channels.js';
import { consumerTable } from './consumers.js';
import { rateLines } from './lines.js';
import { connectionLink, stateKind, userLink, vhostLink } from './names.js';
import { yesNo } from './queue.js';

export const channelView = {
  title: ({ name }) => name,

  load: ({ params: { name }, signal }) => get(path`channels/${name}`, samplesQuery(chosenRange(OBJECT_RANGES), 'msg_rates'), signal),

  draw(channel, page) {
    return [
      h('p', { class: 'subtitle' }, state(channel.state, stateKind(channel.state)), channelBadges(channel), connectionLink(channel.connection_details.name)),
      figures(
        figure(t('length.unacked'), count(channel.messages_unacknowledged), 'line-unacked'),
        figure(t('channel.unconfirmed'), count(channel.messages_unconfirmed)),
        figure(t('consumer.prefetch'), channel.prefetch_count || t('word.unlimited')),
        figure(t('channel.globalPrefetch'), channel.global_prefetch_count || t('word.unlimited')),
        figure(t('field.consumers'), count(channel.consumer_count)),
      ),
      h('div', { class: 'row-tools', 'data-key': 'ranges' }, rangeChooser(OBJECT_RANGES, () => page.reload())),
      h(
        'div',
        { class: 'cards', 'data-key': 'charts' },
        card(t('chart.rates'), page.keep('rates', () => lineChart({ label: t('chart.rates'), lines: rateLines(), format: rate }), rateLines().map(line => speeds(channel.message_stats, line.field)))),
        card(t('queue.details'), facts([
          [t('field.user'), userLink(channel.user)],
          [t('field.vhost'), vhostLink(channel.vhost)],
          [t('channel.number'), count(channel.number)],
          [t('channel.confirms'), yesNo(channel.confirm)],
          [t('channel.transactional'), yesNo(channel.transactional)],
          [t('channel.uncommitted'), count(channel.messages_uncommitted)],
          [t('channel.acksUncommitted'), count(channel.acks_uncommitted)],
        ]), { key: 'details' }),
      ),
      card(t('field.consumers'), consumerTable(channel.consumer_details, 'channel'), { key: 'consumers' }),
    ];
  },
};
