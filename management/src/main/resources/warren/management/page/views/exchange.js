/** One exchange: what comes in, where it goes. */
import { get, isThere, path, remove } from '../api.js';
import { h } from '../dom.js';
import { count, rate, time } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../parts/attempt.js';
import { badge, button, buttons } from '../parts/buttons.js';
import { card, facts, objectFacts } from '../parts/cards.js';
import { lineChart, rangeChooser } from '../parts/chart.js';
import { confirmDialog } from '../parts/dialog.js';
import { OBJECT_RANGES, chosenRange, samplesQuery, speeds } from '../parts/series.js';
import { go } from '../router.js';
import { bindFromDialog, bindToDialog, bindingTable } from './bindings.js';
import { exchangeLines } from './lines.js';
import { DEFAULT_EXCHANGE, vhostLink } from './names.js';
import { publishDialog } from './publish.js';
import { yesNo } from './queue.js';
import { routeDialog } from './route.js';

export const exchangeView = {
  title: ({ name }) => (name === DEFAULT_EXCHANGE ? t('exchange.default') : name),

  async load({ params: { vhost, name }, signal }) {
    const query = samplesQuery(chosenRange(OBJECT_RANGES), 'msg_rates');
    const [exchange, outgoing, incoming, canRoute] = await Promise.all([
      get(path`exchanges/${vhost}/${name}`, query, signal),
      get(path`exchanges/${vhost}/${name}/bindings/source`, {}, signal),
      get(path`exchanges/${vhost}/${name}/bindings/destination`, {}, signal),
      isThere('route', path`exchanges/${vhost}/${name}/route`),
    ]);
    return { exchange, outgoing, incoming, canRoute };
  },

  draw({ exchange, outgoing, incoming, canRoute }, page) {
    const { vhost, name } = exchange;
    const isDefault = name === '';
    return [
      h('p', { class: 'subtitle' }, badge(exchange.type), t('field.vhost'), ' ', vhostLink(vhost)),
      actions(exchange, canRoute, page),
      isDefault && h('p', { class: 'intro' }, t('exchange.defaultText')),
      h('div', { class: 'row-tools', 'data-key': 'ranges' }, rangeChooser(OBJECT_RANGES, () => page.reload())),
      h(
        'div',
        { class: 'cards', 'data-key': 'charts' },
        card(t('chart.rates'), page.keep('rates', () => lineChart({ label: t('chart.rates'), lines: exchangeLines(), format: rate }), exchangeLines().map(line => speeds(exchange.message_stats, line.field)))),
        details(exchange),
      ),
      !isDefault && card(t('exchange.outgoing'), bindingTable({ caption: t('exchange.outgoing'), bindings: outgoing, towards: 'destination', page }), {
        key: 'outgoing',
        tools: button('plus', t('action.bind'), () => attempt(() => bindToDialog({ vhost, source: name, page }))),
      }),
      !isDefault && card(t('exchange.incoming'), bindingTable({ caption: t('exchange.incoming'), bindings: incoming, towards: 'source', page }), {
        key: 'incoming',
        tools: button('plus', t('action.bind'), () => attempt(() => bindFromDialog({ vhost, destination: name, type: 'exchange', page }))),
      }),
    ];
  },
};

function actions({ vhost, name, internal }, canRoute, page) {
  const isFixed = name === '' || name.startsWith('amq.');
  return h('div', { class: 'page-tools', 'data-key': 'actions' }, buttons(
    !internal && button('send', t('action.publish'), () => publishDialog({ vhost, exchange: name, after: () => page.reload() }), { kind: 'primary' }),
    canRoute && button('exchanges', t('route.title'), () => routeDialog({ vhost, exchange: name })),
    !isFixed && button('trash', t('action.delete'), () => confirmDialog({
      title: t('exchange.delete'),
      text: t('exchange.deleteText', { name }),
      fields: [{ name: 'unused', label: t('exchange.ifUnused'), type: 'checkbox' }],
      submit: t('action.delete'),
      action: ({ unused }) => page.end(() => remove(path`exchanges/${vhost}/${name}`, unused ? { 'if-unused': true } : {})),
      done: t('exchange.deleted', { name }),
      after: () => go('#/exchanges'),
    }), { kind: 'danger-quiet' }),
  ));
}

function details(exchange) {
  return card(t('queue.details'), [
    facts([
      [t('feature.durable'), yesNo(exchange.durable)],
      [t('feature.autoDelete'), yesNo(exchange.auto_delete)],
      [t('feature.internal'), yesNo(exchange.internal)],
      [t('feature.policy'), exchange.policy ?? t('word.none')],
      [t('length.delayed'), exchange.messages_delayed !== undefined ? count(exchange.messages_delayed) : null],
      [t('queue.nextDelayed'), exchange.next_delayed_at && time(exchange.next_delayed_at)],
      [t('exchange.remembered'), exchange.cache_info && count(exchange.cache_info.entries)],
      [t('field.restarts'), count(exchange.restarts)],
    ]),
    Object.keys(exchange.arguments).length > 0 && [h('h3', null, t('field.arguments')), objectFacts(exchange.arguments)],
  ], { key: 'details' });
}
