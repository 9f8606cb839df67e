/** Where a message would go if it were published: the way over exchanges and bindings, with reasons. Nothing is published. */
import { path, post } from '../api.js';
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../parts/buttons.js';
import { explain, openDialog } from '../parts/dialog.js';
import { form } from '../parts/form.js';
import { notice } from '../parts/notice.js';
import { DEFAULT_EXCHANGE, queueLink } from './names.js';

export function routeDialog({ vhost, exchange }) {
  const answer = h('div', { 'aria-live': 'polite' });
  const values = form([
    { name: 'routing_key', label: t('field.routingKey') },
    { name: 'headers', label: t('message.headers'), type: 'arguments' },
  ]);
  const onsubmit = async event => {
    event.preventDefault();
    try {
      const { routing_key, headers } = values.read();
      const plan = await post(path`exchanges/${vhost}/${exchange || DEFAULT_EXCHANGE}/route`, { routing_key, properties: { headers } });
      replace(answer, planned(plan, vhost));
    } catch (problem) {
      replace(answer, notice('bad', explain(problem)));
    }
  };
  openDialog(t('route.title'), h(
    'form',
    { onsubmit },
    h('p', { class: 'intro' }, t('route.intro')),
    values.element,
    h('footer', null, h('button', { type: 'submit', class: 'primary' }, t('route.submit'))),
    answer,
  ), { wide: true });
}

/** The broker's sentences come in English. */
function planned({ routed, summary, queues, hops }, vhost) {
  return [
    notice(routed ? 'good' : 'warn', h('span', { lang: 'en' }, summary)),
    queues.length > 0 && h('p', { class: 'badges' }, queues.map(name => queueLink(vhost, name))),
    hops.map(hop => [
      h('h3', null, hop.exchange || t('exchange.default'), ' ', h('small', null, hop.type)),
      h('ul', { class: 'route', lang: 'en' }, hop.bindings.map(binding => h(
        'li',
        null,
        state(binding.destination, binding.matched ? 'good' : 'idle'),
        ' ',
        h('code', null, binding.routing_key),
        h('small', null, ` ${binding.why}`),
      ))),
      (hop.notes ?? []).map(note => h('p', { lang: 'en' }, note)),
    ]),
  ];
}
