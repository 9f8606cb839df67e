/** One queue: what is in it, who takes from it, where it gets from, why it stands still. */
import { get, getIfThere, path, remove } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, rate, time } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../parts/attempt.js';
import { badge, button, buttons, state } from '../parts/buttons.js';
import { card, facts, figure, figures, objectFacts } from '../parts/cards.js';
import { lineChart, rangeChooser } from '../parts/chart.js';
import { confirmDialog } from '../parts/dialog.js';
import { OBJECT_RANGES, chosenRange, levels, samplesQuery, speeds } from '../parts/series.js';
import { bindFromDialog, bindingTable } from './bindings.js';
import { consumerTable } from './consumers.js';
import { lengthLines, rateLines } from './lines.js';
import { connectionLink, stateKind, vhostLink } from './names.js';
import { publishDialog } from './publish.js';
import { explanation, unackedCard } from './queue-insight.js';
import { messageBrowser } from './queue-messages.js';
import { go } from '../router.js';

export const queueView = {
  title: ({ name }) => name,

  async load({ params: { vhost, name }, signal }) {
    const query = samplesQuery(chosenRange(OBJECT_RANGES), 'lengths', 'msg_rates');
    const queue = await get(path`queues/${vhost}/${name}`, query, signal);
    const [bindings, explained, unacked] = await Promise.all([
      get(path`queues/${vhost}/${name}/bindings`, {}, signal),
      getIfThere('explain', path`queues/${vhost}/${name}/explain`, {}, signal),
      getIfThere('unacked', path`queues/${vhost}/${name}/unacked`, {}, signal),
    ]);
    return { queue, bindings, explained, unacked };
  },

  draw({ queue, bindings, explained, unacked }, page) {
    return [
      subtitle(queue),
      actions(queue, page),
      explanation(explained),
      numbers(queue),
      h('div', { class: 'row-tools', 'data-key': 'ranges' }, rangeChooser(OBJECT_RANGES, () => page.reload())),
      h(
        'div',
        { class: 'cards', 'data-key': 'charts' },
        card(t('chart.lengths'), page.keep('lengths', () => lineChart({ label: t('chart.lengths'), lines: lengthLines(), format: count }), lengthLines().map(line => levels(queue, line.field)))),
        card(t('chart.rates'), page.keep('rates', () => lineChart({ label: t('chart.rates'), lines: rateLines(), format: rate }), rateLines().map(line => speeds(queue.message_stats, line.field)))),
      ),
      card(t('messages.title'), page.keep('messages', () => messageBrowser(queue, () => page.reload())), { key: 'messages' }),
      unackedCard(unacked),
      card(t('field.consumers'), consumerTable(queue.consumer_details), { key: 'consumers' }),
      card(t('binding.title'), bindingTable({ caption: t('binding.title'), bindings, towards: 'source', page }), {
        key: 'bindings',
        tools: button('plus', t('action.bind'), () => attempt(() => bindFromDialog({ vhost: queue.vhost, destination: queue.name, type: 'queue', page }))),
      }),
      h('div', { class: 'cards', 'data-key': 'details' }, details(queue), argumentsCard(queue)),
    ];
  },
};

function subtitle(queue) {
  return h('p', { class: 'subtitle' }, badge(queue.type, queue.type), state(queue.state, stateKind(queue.state)), t('field.vhost'), ' ', vhostLink(queue.vhost));
}

function actions(queue, page) {
  const { vhost, name } = queue;
  return h('div', { class: 'page-tools', 'data-key': 'actions' }, buttons(
    button('send', t('action.publish'), () => publishDialog({ vhost, routingKey: name, after: () => page.reload() }), { kind: 'primary' }),
    queue.type !== 'stream' && button('broom', t('action.purge'), () => confirmDialog({
      title: t('action.purge'),
      text: t('queue.purgeText', { name, n: count(queue.messages_ready ?? 0) }),
      submit: t('action.purge'),
      action: () => remove(path`queues/${vhost}/${name}/contents`),
      done: t('queue.purged'),
      after: () => page.reload(),
    })),
    button('trash', t('action.delete'), () => deleteDialog(queue, page), { kind: 'danger-quiet' }),
  ));
}

function deleteDialog({ vhost, name, messages }, page) {
  confirmDialog({
    title: t('queue.delete'),
    text: t('queue.deleteText', { name, n: count(messages ?? 0) }),
    fields: [
      { name: 'empty', label: t('queue.ifEmpty'), type: 'checkbox' },
      { name: 'unused', label: t('queue.ifUnused'), type: 'checkbox' },
    ],
    submit: t('action.delete'),
    action: ({ empty, unused }) => page.end(() => remove(path`queues/${vhost}/${name}`, { ...(empty && { 'if-empty': true }), ...(unused && { 'if-unused': true }) })),
    done: t('queue.deleted', { name }),
    after: () => go('#/queues'),
  });
}

function numbers(queue) {
  return figures(
    figure(t('length.ready'), count(queue.messages_ready ?? 0), 'line-ready'),
    figure(t('length.unacked'), count(queue.messages_unacknowledged ?? 0), 'line-unacked'),
    figure(t('length.total'), count(queue.messages ?? 0), 'line-total'),
    queue.messages_delayed > 0 && figure(t('length.delayed'), count(queue.messages_delayed)),
    figure(t('field.consumers'), count(queue.consumers)),
    figure(t('field.bytes'), bytes(queue.message_bytes)),
  );
}

function details(queue) {
  return card(t('queue.details'), facts([
    [t('feature.durable'), yesNo(queue.durable)],
    [t('feature.autoDelete'), yesNo(queue.auto_delete)],
    [t('feature.exclusive'), queue.owner_pid_details ? connectionLink(queue.owner_pid_details.name) : yesNo(queue.exclusive)],
    [t('feature.policy'), queue.policy ?? t('word.none')],
    [t('feature.operatorPolicy'), queue.operator_policy],
    [t('queue.persistent'), count(queue.messages_persistent)],
    [t('queue.bytesReady'), bytes(queue.message_bytes_ready)],
    [t('queue.bytesUnacked'), bytes(queue.message_bytes_unacknowledged)],
    [t('queue.singleActive'), queue.single_active_consumer_tag],
    [t('queue.nextDelayed'), queue.next_delayed_at && time(queue.next_delayed_at)],
    [t('field.restarts'), count(queue.restarts)],
  ]), { key: 'details' });
}

function argumentsCard(queue) {
  const policy = queue.effective_policy_definition ?? {};
  return card(t('field.arguments'), [
    Object.keys(queue.arguments).length > 0 ? objectFacts(queue.arguments) : h('p', { class: 'empty' }, t('word.none')),
    Object.keys(policy).length > 0 && [h('h3', null, t('queue.fromPolicy')), objectFacts(policy)],
  ], { key: 'arguments' });
}

export function yesNo(value) {
  return value ? t('word.yes') : t('word.no');
}
