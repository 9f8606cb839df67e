/** All virtual hosts. */
import { path, put } from '../api.js';
import { h } from '../dom.js';
import { count, perSecond } from '../format.js';
import { t } from '../i18n.js';
import { badge, button } from '../parts/buttons.js';
import { formDialog } from '../parts/dialog.js';
import { listView } from '../parts/list.js';
import { rateOf } from '../parts/series.js';
import { go, link } from '../router.js';
import { may } from '../session.js';
import { loadVirtualHosts } from '../vhosts.js';
import { vhostLink } from './names.js';

const speed = (id, label, field) => ({ id, label, numeric: true, sort: `message_stats.${field}_details.rate`, cell: row => perSecond(rateOf(row.message_stats, field)) });

export const virtualHostsView = listView({
  what: 'vhosts',
  where: () => 'vhosts',
  sort: 'name',
  key: row => row.name,
  tools: () => may('administrator') && button('plus', t('vhosts.add'), addDialog, { kind: 'primary' }),
  columns: () => [
    { id: 'name', label: t('field.name'), sort: 'name', cell: row => [vhostLink(row.name), row.tracing && badge(t('vhost.traced'), 'warn')] },
    { id: 'description', label: t('field.description'), cell: row => row.description },
    { id: 'tags', label: t('users.tags'), hidden: true, cell: row => h('span', { class: 'badges' }, row.tags.map(tag => badge(tag))) },
    { id: 'ready', label: t('length.ready'), numeric: true, sort: 'messages_ready', cell: row => count(row.messages_ready ?? 0) },
    { id: 'unacked', label: t('length.unacked'), numeric: true, sort: 'messages_unacknowledged', cell: row => count(row.messages_unacknowledged ?? 0) },
    { id: 'total', label: t('length.total'), numeric: true, sort: 'messages', cell: row => count(row.messages ?? 0) },
    speed('in', t('rate.inPerSecond'), 'publish'),
    speed('out', t('rate.outPerSecond'), 'deliver_get'),
  ],
});

function addDialog() {
  formDialog({
    title: t('vhosts.add'),
    fields: [
      { name: 'name', label: t('field.name'), required: true },
      { name: 'description', label: t('field.description') },
      { name: 'tags', label: t('users.tags') },
    ],
    submit: t('action.add'),
    action: ({ name, ...rest }) => put(path`vhosts/${name}`, rest),
    done: ({ name }) => t('vhosts.added', { name }),
    after: async ({ name }) => {
      await loadVirtualHosts();
      go(link('vhosts', name));
    },
  });
}
