/** All queues: how long they are, how fast they move. */
import { path, put } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, perSecond } from '../format.js';
import { t } from '../i18n.js';
import { badge, button, state } from '../parts/buttons.js';
import { bar, spark } from '../parts/chart.js';
import { formDialog } from '../parts/dialog.js';
import { listView } from '../parts/list.js';
import { levels, rateOf, samplesQuery } from '../parts/series.js';
import { go, link } from '../router.js';
import { virtualHostField } from '../vhosts.js';
import { QUEUE_ARGUMENTS } from './arguments.js';
import { featureBadges, queueLink, stateKind, vhostColumn } from './names.js';

const speed = (id, label, field, hidden = false) => ({
  id,
  label,
  hidden,
  numeric: true,
  sort: `message_stats.${field}_details.rate`,
  cell: row => perSecond(rateOf(row.message_stats, field)),
});

const length = (id, label, field, kind) => ({ id, label, numeric: true, sort: field, cell: row => h('span', { class: row[field] > 0 ? `line-${kind}` : 'nothing' }, count(row[field] ?? 0)) });

export const queuesView = listView({
  what: 'queues',
  where: vhost => (vhost ? path`queues/${vhost}` : 'queues'),
  sort: 'name',
  query: () => samplesQuery('tenMinutes', 'lengths'),
  key: row => `${row.vhost} ${row.name}`,
  tools: page => button('plus', t('queues.add'), () => declareDialog(), { kind: 'primary' }),
  columns: () => [
    { id: 'name', label: t('field.name'), sort: 'name', cell: row => [queueLink(row.vhost, row.name), featureBadges(row)] },
    vhostColumn(),
    { id: 'type', label: t('field.type'), sort: 'type', cell: row => badge(row.type, row.type) },
    { id: 'state', label: t('field.state'), sort: 'state', cell: row => state(row.state, stateKind(row.state)) },
    { id: 'trend', label: t('queues.trend'), cell: row => spark(levels(row, 'messages').points, 'total') },
    length('ready', t('length.ready'), 'messages_ready', 'ready'),
    length('unacked', t('length.unacked'), 'messages_unacknowledged', 'unacked'),
    { id: 'total', label: t('length.total'), numeric: true, sort: 'messages', cell: row => h('span', { class: 'with-bar' }, count(row.messages ?? 0), bar([[row.messages_ready ?? 0, 'ready'], [row.messages_unacknowledged ?? 0, 'unacked']])) },
    speed('in', t('rate.inPerSecond'), 'publish'),
    speed('out', t('rate.outPerSecond'), 'deliver_get'),
    speed('ack', t('rate.ackPerSecond'), 'ack', true),
    { id: 'consumers', label: t('field.consumers'), numeric: true, sort: 'consumers', cell: row => count(row.consumers) },
    { id: 'bytes', label: t('field.bytes'), numeric: true, sort: 'message_bytes', hidden: true, cell: row => bytes(row.message_bytes) },
    { id: 'delayed', label: t('length.delayed'), numeric: true, sort: 'messages_delayed', hidden: true, cell: row => count(row.messages_delayed) },
    { id: 'restarts', label: t('field.restarts'), numeric: true, sort: 'restarts', hidden: true, cell: row => count(row.restarts) },
  ],
});

const TYPES = ['classic', 'quorum', 'stream'];

function declareDialog() {
  formDialog({
    title: t('queues.add'),
    wide: true,
    fields: [
      virtualHostField(t('field.vhost')),
      { name: 'name', label: t('field.name'), required: true },
      { name: 'type', label: t('field.type'), type: 'select', value: 'classic', options: TYPES.map(type => ({ value: type, label: t(`queueType.${type}`) })) },
      { name: 'durable', label: t('feature.durable'), type: 'checkbox', value: true, hint: t('feature.durableHint') },
      { name: 'auto_delete', label: t('feature.autoDelete'), type: 'checkbox' },
      { name: 'arguments', label: t('field.arguments'), type: 'arguments', known: QUEUE_ARGUMENTS },
    ],
    submit: t('action.declare'),
    action: ({ vhost, name, type, durable, auto_delete, arguments: more }) => put(path`queues/${vhost}/${name}`, {
      durable,
      auto_delete,
      arguments: { ...(type !== 'classic' && { 'x-queue-type': type }), ...more },
    }),
    done: ({ name }) => t('queues.added', { name }),
    after: ({ vhost, name }) => go(link('queues', vhost, name)),
  });
}
