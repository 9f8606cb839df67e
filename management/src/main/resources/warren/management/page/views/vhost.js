/** One virtual host: how busy it is, who may enter, its limits. */
import { get, path, put, remove } from '../api.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../parts/attempt.js';
import { badge, button, buttons } from '../parts/buttons.js';
import { card, facts } from '../parts/cards.js';
import { lineChart, rangeChooser } from '../parts/chart.js';
import { confirmDialog } from '../parts/dialog.js';
import { toast } from '../parts/toast.js';
import { RANGES, chosenRange, levels, samplesQuery, speeds } from '../parts/series.js';
import { go } from '../router.js';
import { may } from '../session.js';
import { loadVirtualHosts } from '../vhosts.js';
import { hostLimitDialog, limitTable } from './limits.js';
import { lengthLines, rateLines } from './lines.js';
import { permissionCards } from './permissions.js';

const RANGE_NAMES = Object.keys(RANGES);

export const virtualHostView = {
  title: ({ name }) => name,

  async load({ params: { name }, signal }) {
    const isAdministrator = may('administrator');
    const [host, limits, permissions, topics, users] = await Promise.all([
      get(path`vhosts/${name}`, samplesQuery(chosenRange(), 'lengths', 'msg_rates'), signal),
      get(path`vhost-limits/${name}`, {}, signal),
      isAdministrator ? get(path`vhosts/${name}/permissions`, {}, signal) : [],
      isAdministrator ? get(path`vhosts/${name}/topic-permissions`, {}, signal) : [],
      isAdministrator ? get('users', { columns: 'name' }, signal) : [],
    ]);
    return { host, limits: limits[0]?.value ?? {}, permissions, topics, users: users.map(user => user.name) };
  },

  draw({ host, limits, permissions, topics, users }, page) {
    const isAdministrator = may('administrator');
    return [
      h('p', { class: 'subtitle' }, host.description, host.tags.map(tag => badge(tag)), host.tracing && badge(t('vhost.traced'), 'warn')),
      isAdministrator && actions(host, page),
      h('div', { class: 'row-tools', 'data-key': 'ranges' }, rangeChooser(RANGE_NAMES, () => page.reload())),
      h(
        'div',
        { class: 'cards', 'data-key': 'charts' },
        card(t('chart.lengths'), page.keep('lengths', () => lineChart({ label: t('chart.lengths'), lines: lengthLines(), format: count }), lengthLines().map(line => levels(host, line.field)))),
        card(t('chart.rates'), page.keep('rates', () => lineChart({ label: t('chart.rates'), lines: rateLines(), format: rate }), rateLines().map(line => speeds(host.message_stats, line.field)))),
      ),
      isAdministrator && permissionCards({ permissions, topics, fixed: { vhost: host.name }, users, page }),
      card(t('limits.title'), limitTable('vhost-limits', host.name, limits, page), {
        key: 'limits',
        tools: isAdministrator && button('plus', t('limits.set'), () => hostLimitDialog({ vhost: host.name, page })),
      }),
      card(t('queue.details'), facts([[t('vhost.state'), Object.values(host.cluster_state).join(', ')]]), { key: 'details' }),
    ];
  },
};

function actions({ name, description, tags, tracing }, page) {
  const trace = async () => {
    await put(path`vhosts/${name}`, { description, tags, tracing: !tracing });
    toast(t(tracing ? 'vhost.traceStopped' : 'vhost.traceStarted'));
    page.reload();
  };
  return h('div', { class: 'page-tools', 'data-key': 'actions' }, buttons(
    button(tracing ? 'pause' : 'play', t(tracing ? 'vhost.traceStop' : 'vhost.traceStart'), () => attempt(trace)),
    button('trash', t('action.delete'), () => confirmDialog({
      title: t('vhosts.delete'),
      text: t('vhosts.deleteText', { name }),
      submit: t('action.delete'),
      action: () => page.end(() => remove(path`vhosts/${name}`)),
      done: t('vhosts.deleted', { name }),
      after: async () => {
        await loadVirtualHosts();
        go('#/vhosts');
      },
    }), { kind: 'danger-quiet' }),
  ));
}
