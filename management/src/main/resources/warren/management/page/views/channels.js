/** All channels. */
import { path } from '../api.js';
import { count, perSecond } from '../format.js';
import { t } from '../i18n.js';
import { badge, state } from '../parts/buttons.js';
import { h } from '../dom.js';
import { listView } from '../parts/list.js';
import { rateOf } from '../parts/series.js';
import { channelLink, stateKind, vhostColumn } from './names.js';

const speed = (id, label, field) => ({ id, label, numeric: true, sort: `message_stats.${field}_details.rate`, cell: row => perSecond(rateOf(row.message_stats, field)) });
const number = (id, label, field, hidden = false) => ({ id, label, hidden, numeric: true, sort: field, cell: row => count(row[field]) });

export const channelColumns = () => [
  { id: 'name', label: t('field.name'), sort: 'name', cell: row => [channelLink(row.name), channelBadges(row)] },
  vhostColumn(),
  { id: 'user', label: t('field.user'), sort: 'user', cell: row => row.user },
  { id: 'state', label: t('field.state'), sort: 'state', cell: row => state(row.state, stateKind(row.state)) },
  number('consumers', t('field.consumers'), 'consumer_count'),
  number('prefetch', t('consumer.prefetch'), 'prefetch_count'),
  number('unacked', t('length.unacked'), 'messages_unacknowledged'),
  number('unconfirmed', t('channel.unconfirmed'), 'messages_unconfirmed'),
  speed('publish', t('rate.publishPerSecond'), 'publish'),
  speed('deliver', t('rate.outPerSecond'), 'deliver_get'),
  speed('ack', t('rate.ackPerSecond'), 'ack'),
  number('uncommitted', t('channel.uncommitted'), 'messages_uncommitted', true),
];

export const channelsView = listView({
  what: 'channels',
  where: vhost => (vhost ? path`vhosts/${vhost}/channels` : 'channels'),
  sort: 'name',
  key: row => row.name,
  columns: channelColumns,
});

export function channelBadges(row) {
  return h('span', { class: 'badges' }, row.confirm && badge('C', '', t('channel.confirms')), row.transactional && badge('T', '', t('channel.transactional')));
}
