/** All connections. */
import { path } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, duration } from '../format.js';
import { t } from '../i18n.js';
import { state } from '../parts/buttons.js';
import { listView } from '../parts/list.js';
import { rateOf } from '../parts/series.js';
import { connectionLink, stateKind, vhostColumn } from './names.js';

export const connectionsView = listView({
  what: 'connections',
  where: vhost => (vhost ? path`vhosts/${vhost}/connections` : 'connections'),
  sort: 'name',
  key: row => row.name,
  columns: () => [
    { id: 'name', label: t('field.name'), sort: 'name', cell: row => [connectionLink(row.name), row.user_provided_name && h('small', null, row.user_provided_name)] },
    vhostColumn(),
    { id: 'user', label: t('field.user'), sort: 'user', cell: row => row.user },
    { id: 'state', label: t('field.state'), sort: 'state', cell: row => state(row.state, stateKind(row.state)) },
    { id: 'client', label: t('connection.client'), cell: row => client(row.client_properties) },
    { id: 'channels', label: t('channels.title'), numeric: true, sort: 'channels', cell: row => count(row.channels) },
    { id: 'from', label: t('rate.received'), numeric: true, sort: 'recv_oct_details.rate', cell: row => t('unit.perSecond', { n: bytes(rateOf(row, 'recv_oct')) }) },
    { id: 'to', label: t('rate.sent'), numeric: true, sort: 'send_oct_details.rate', cell: row => t('unit.perSecond', { n: bytes(rateOf(row, 'send_oct')) }) },
    { id: 'protocol', label: t('field.protocol'), sort: 'protocol', hidden: true, cell: row => row.protocol },
    { id: 'since', label: t('connection.age'), sort: 'connected_at', hidden: true, cell: row => duration(Date.now() - row.connected_at) },
    { id: 'heartbeat', label: t('connection.heartbeat'), numeric: true, sort: 'timeout', hidden: true, cell: row => t('unit.seconds', { n: row.timeout }) },
  ],
});

/** What program it is, in a few words. */
function client({ product, version, platform }) {
  return [[product, version].filter(Boolean).join(' '), platform && h('small', null, platform)];
}
