/** The node: memory, disk, files, where things are. */
import { get, path } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, duration } from '../format.js';
import { t } from '../i18n.js';
import { badge, state } from '../parts/buttons.js';
import { card, facts } from '../parts/cards.js';
import { bar } from '../parts/chart.js';

export const nodeView = {
  title: ({ name }) => `${t('node.title')} ${name}`,

  async load({ params, signal }) {
    const [node, memory] = await Promise.all([
      get(path`nodes/${params.name}`, {}, signal),
      get(path`nodes/${params.name}/memory`, {}, signal),
    ]);
    return { node, memory };
  },

  draw({ node, memory }) {
    return [
      card(t('node.health'), nodeHealth(node), { key: 'health' }),
      h(
        'div',
        { class: 'cards', 'data-key': 'details' },
        card(t('node.details'), facts([
          [t('node.process'), node.os_pid],
          [t('node.processors'), count(node.processors)],
          [t('node.directory'), h('code', null, node.db_dir)],
          [t('node.logs'), node.log_files.map(file => h('code', null, file))],
          [t('node.settings'), node.config_files.map(file => h('code', null, file))],
          [t('node.exchangeTypes'), h('div', { class: 'badges' }, node.exchange_types.map(type => badge(type.name)))],
        ])),
        memory && typeof memory.memory === 'object' && card(t('node.memory'), facts(
          Object.entries(memory.memory).filter(([, value]) => typeof value === 'number').map(([name, value]) => [name, bytes(value)]),
        )),
      ),
    ];
  },
};

/** The gauges of a node. */
export function nodeHealth(node) {
  return h(
    'div',
    { class: 'gauges' },
    gauge(t('node.memoryAlive'), node.mem_heap_alive, node.mem_limit, bytes, node.mem_alarm),
    h(
      'div',
      { class: 'gauge', 'data-key': 'disk' },
      h('span', null, t('node.disk')),
      h('strong', null, bytes(node.disk_free)),
      bar([[node.disk_free_limit, 'unacked'], [Math.max(0, node.disk_free - node.disk_free_limit), 'ready']]),
      h('small', null, t('node.limit', { n: bytes(node.disk_free_limit) })),
    ),
    gauge(t('node.files'), node.fd_used, node.fd_total, count, false),
    h(
      'div',
      { class: 'gauge', 'data-key': 'uptime' },
      h('span', null, t('node.uptime')),
      h('strong', null, duration(node.uptime)),
      h('small', null, node.running ? state(t('state.running'), 'good') : state(t('state.stopped'), 'bad')),
    ),
  );
}

function gauge(name, used, limit, format, isAlarm) {
  return h(
    'div',
    { class: 'gauge', 'data-key': name },
    h('span', null, name),
    h('strong', null, format(used)),
    bar([[used, isAlarm ? 'bad' : 'ready']], limit),
    h('small', null, t('node.limit', { n: format(limit) })),
  );
}
