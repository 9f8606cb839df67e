/** How objects are called on the page, with links to them. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { badge } from '../parts/buttons.js';
import { link } from '../router.js';
import { virtualHosts } from '../vhosts.js';

export const DEFAULT_EXCHANGE = 'amq.default';

export function queueLink(vhost, name) {
  return h('a', { href: link('queues', vhost, name) }, name);
}

/** The default exchange has no name of its own. */
export function exchangeLink(vhost, name) {
  return name === ''
    ? h('a', { href: link('exchanges', vhost, DEFAULT_EXCHANGE) }, t('exchange.default'))
    : h('a', { href: link('exchanges', vhost, name) }, name);
}

export function destinationLink(binding) {
  return binding.destination_type === 'queue'
    ? queueLink(binding.vhost, binding.destination)
    : exchangeLink(binding.vhost, binding.destination);
}

export function connectionLink(name) {
  return h('a', { href: link('connections', name) }, name);
}

export function channelLink(name) {
  return h('a', { href: link('channels', name) }, name);
}

export function vhostLink(name) {
  return h('a', { href: link('vhosts', name) }, name);
}

export function userLink(name) {
  return h('a', { href: link('users', name) }, name);
}

/** A column that is needed only where there are several virtual hosts. */
export function vhostColumn() {
  return { id: 'vhost', label: t('field.vhost'), sort: 'vhost', hidden: virtualHosts().length < 2, cell: row => row.vhost };
}

/** What is peculiar to an exchange or a queue, in short words. */
export function featureBadges(row) {
  return h(
    'span',
    { class: 'badges' },
    row.durable && badge('D', '', t('feature.durable')),
    row.auto_delete && badge('AD', '', t('feature.autoDelete')),
    row.exclusive && badge('Excl', '', t('feature.exclusive')),
    row.internal && badge('I', '', t('feature.internal')),
    Object.keys(row.arguments ?? {}).length > 0 && badge('Args', '', Object.entries(row.arguments).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join('\n')),
    row.policy && badge(row.policy, 'policy', t('feature.policy')),
    row.operator_policy && badge(row.operator_policy, 'policy', t('feature.operatorPolicy')),
  );
}

const GOOD_STATES = ['running', 'flow', 'up'];

/** The kind of a state, for its colour. */
export function stateKind(word) {
  if (GOOD_STATES.includes(word)) {
    return 'good';
  }
  return ['crashed', 'down', 'stopped', 'blocked'].includes(word) ? 'bad' : 'idle';
}
