/** The broker at a glance: how messages flow, how it went lately, and how the node is. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { t } from '../i18n.js';
import { badge } from '../parts/buttons.js';
import { card, facts } from '../parts/cards.js';
import { bar, lineChart, rangeChooser } from '../parts/chart.js';
import { icon } from '../parts/icons.js';
import { notice } from '../parts/notice.js';
import { RANGES, chosenRange, levels, rateOf, samplesQuery, speeds } from '../parts/series.js';
import { table } from '../parts/table.js';
import { link } from '../router.js';
import { may } from '../session.js';
import { lengthLines, rateLines } from './lines.js';
import { nodeHealth } from './node.js';

const ALL_RANGES = Object.keys(RANGES);

export const overviewView = {
  title: () => t('overview.title'),

  async load({ signal }) {
    const query = samplesQuery(chosenRange(), 'lengths', 'msg_rates');
    const [overview, nodes] = await Promise.all([
      get('overview', query, signal),
      may('monitoring') ? get('nodes', {}, signal) : [],
    ]);
    return { overview, nodes };
  },

  draw({ overview, nodes }, page) {
    const { queue_totals: lengths, message_stats: messages } = overview;
    return [
      h('p', { class: 'subtitle' }, `${overview.product_name} ${overview.product_version} · ${overview.cluster_name}`),
      alarms(nodes),
      recovering(overview.recovery),
      flow(overview),
      h('div', { class: 'row-tools', 'data-key': 'ranges' }, rangeChooser(ALL_RANGES, () => page.reload())),
      h(
        'div',
        { class: 'cards', 'data-key': 'charts' },
        card(t('chart.lengths'), page.keep('lengths', () => lineChart({ label: t('chart.lengths'), lines: lengthLines(), format: count }), lengthLines().map(line => levels(lengths, line.field)))),
        card(t('chart.rates'), page.keep('rates', () => lineChart({ label: t('chart.rates'), lines: rateLines(), format: rate }), rateLines().map(line => speeds(messages, line.field)))),
      ),
      nodes.map(node => card(t('node.title'), nodeHealth(node), { key: node.name, tools: h('a', { class: 'button', href: link('nodes', node.name) }, t('node.details')) })),
      h('div', { class: 'cards', 'data-key': 'more' }, listeners(overview), churn(overview)),
    ];
  },
};

/** From left to right the way of a message, as wide as its rate. */
function flow({ object_totals: objects, queue_totals: lengths, message_stats: messages }) {
  return h(
    'section',
    { class: 'flow', 'aria-label': t('flow.title'), 'data-key': 'flow' },
    station('connections', '#/connections', count(objects.connections), t('connections.title'), [t('flow.channels', { n: count(objects.channels) })]),
    pipe(rateOf(messages, 'publish'), t('rate.publish'), 'publish'),
    station('exchanges', '#/exchanges', count(objects.exchanges), t('exchanges.title'), [unroutable(messages)]),
    pipe(rateOf(messages, 'publish') - rateOf(messages, 'drop_unroutable') - rateOf(messages, 'return_unroutable'), t('flow.routed'), 'publish'),
    h(
      'a',
      { class: 'station queues', href: '#/queues' },
      h('span', { class: 'station-name' }, icon('queues'), t('flow.queues', { n: count(objects.queues) })),
      h('strong', null, count(lengths.messages ?? 0)),
      bar([[lengths.messages_ready ?? 0, 'ready'], [lengths.messages_unacknowledged ?? 0, 'unacked']]),
      h('span', { class: 'split' }, h('span', { class: 'line-ready' }, `${count(lengths.messages_ready ?? 0)} ${t('length.ready')}`), h('span', { class: 'line-unacked' }, `${count(lengths.messages_unacknowledged ?? 0)} ${t('length.unacked')}`)),
    ),
    pipe(rateOf(messages, 'deliver_get'), t('rate.deliver'), 'deliver'),
    station('inbox', '#/channels', count(objects.consumers), t('flow.consumers'), [`${t('rate.ack')} ${rate(rateOf(messages, 'ack'))}`]),
  );
}

function station(iconName, href, number, name, notes) {
  return h('a', { class: 'station', href }, h('span', { class: 'station-name' }, icon(iconName), name), h('strong', null, number), notes.map(note => note && h('span', { class: 'note' }, note)));
}

function unroutable(messages) {
  const lost = rateOf(messages, 'drop_unroutable') + rateOf(messages, 'return_unroutable');
  return lost > 0 ? t('flow.unroutable', { rate: rate(lost) }) : '';
}

/** An arrow that moves while something flows. */
function pipe(speed, name, colour) {
  const width = speed > 0 ? Math.min(10, 2 + 2 * Math.log10(1 + speed)) : 1;
  return h(
    'div',
    { class: `pipe${speed > 0 ? ' flows' : ''}` },
    h('strong', null, rate(Math.max(0, speed))),
    h('svg', { class: `line-${colour}`, viewBox: '0 0 100 12', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      h('line', { class: 'bed', x1: 0, y1: 6, x2: 100, y2: 6, 'stroke-width': width }),
      h('line', { class: 'stream', x1: 0, y1: 6, x2: 100, y2: 6, 'stroke-width': width })),
    h('span', null, name),
  );
}

function alarms(nodes) {
  return nodes.flatMap(node => [
    node.mem_alarm && notice('bad', t('alarm.memory')),
    node.disk_free_alarm && notice('bad', t('alarm.disk')),
  ]);
}

function recovering(recovery) {
  if (!recovery || recovery.queues === undefined || recovery.recovered >= recovery.queues) {
    return null;
  }
  return notice('info', t('overview.recovering', { done: count(recovery.recovered), all: count(recovery.queues) }), bar([[recovery.recovered, 'ready']], recovery.queues));
}

function listeners(overview) {
  return overview.listeners && card(t('overview.listeners'), table({
    caption: t('overview.listeners'),
    columns: [
      { label: t('field.protocol'), cell: each => badge(each.protocol) },
      { label: t('field.address'), cell: each => each.ip_address },
      { label: t('field.port'), cell: each => String(each.port), numeric: true },
    ],
    rows: overview.listeners,
    key: each => `${each.protocol} ${each.port}`,
  }));
}

function churn({ churn_rates: churned }) {
  const kinds = ['connection_created', 'connection_closed', 'channel_created', 'channel_closed', 'queue_created', 'queue_deleted'];
  return card(t('overview.churn'), facts(kinds.map(kind => [t(`churn.${kind}`), `${count(churned?.[kind] ?? 0)} · ${rate(rateOf(churned, kind))}`])));
}
