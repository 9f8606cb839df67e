/** All exchanges. */
import { path, put } from '../api.js';
import { count, perSecond } from '../format.js';
import { t } from '../i18n.js';
import { badge, button } from '../parts/buttons.js';
import { formDialog } from '../parts/dialog.js';
import { listView } from '../parts/list.js';
import { rateOf } from '../parts/series.js';
import { go, link } from '../router.js';
import { virtualHostField } from '../vhosts.js';
import { EXCHANGE_ARGUMENTS } from './arguments.js';
import { exchangeLink, featureBadges, vhostColumn } from './names.js';

const TYPES = ['direct', 'fanout', 'topic', 'headers', 'x-consistent-hash', 'x-modulus-hash', 'x-random', 'x-recent-history', 'x-delayed-message', 'x-message-deduplication'];

const speed = (id, label, field) => ({ id, label, numeric: true, sort: `message_stats.${field}_details.rate`, cell: row => perSecond(rateOf(row.message_stats, field)) });

export const exchangesView = listView({
  what: 'exchanges',
  where: vhost => (vhost ? path`exchanges/${vhost}` : 'exchanges'),
  sort: 'name',
  key: row => `${row.vhost} ${row.name}`,
  tools: () => button('plus', t('exchanges.add'), declareDialog, { kind: 'primary' }),
  columns: () => [
    { id: 'name', label: t('field.name'), sort: 'name', cell: row => [exchangeLink(row.vhost, row.name), featureBadges(row)] },
    vhostColumn(),
    { id: 'type', label: t('field.type'), sort: 'type', cell: row => badge(row.type) },
    speed('in', t('rate.inPerSecond'), 'publish_in'),
    speed('out', t('rate.outPerSecond'), 'publish_out'),
    { id: 'delayed', label: t('length.delayed'), numeric: true, sort: 'messages_delayed', hidden: true, cell: row => count(row.messages_delayed) },
    { id: 'restarts', label: t('field.restarts'), numeric: true, sort: 'restarts', hidden: true, cell: row => count(row.restarts) },
  ],
});

function declareDialog() {
  formDialog({
    title: t('exchanges.add'),
    wide: true,
    fields: [
      virtualHostField(t('field.vhost')),
      { name: 'name', label: t('field.name'), required: true },
      { name: 'type', label: t('field.type'), type: 'select', options: TYPES.map(type => ({ value: type, label: type })) },
      { name: 'durable', label: t('feature.durable'), type: 'checkbox', value: true },
      { name: 'auto_delete', label: t('feature.autoDelete'), type: 'checkbox' },
      { name: 'internal', label: t('feature.internal'), type: 'checkbox' },
      { name: 'arguments', label: t('field.arguments'), type: 'arguments', known: EXCHANGE_ARGUMENTS },
    ],
    submit: t('action.declare'),
    action: ({ vhost, name, ...rest }) => put(path`exchanges/${vhost}/${name}`, rest),
    done: ({ name }) => t('exchanges.added', { name }),
    after: ({ vhost, name }) => go(link('exchanges', vhost, name)),
  });
}
