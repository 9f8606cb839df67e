/** Tables of bindings, and the windows that bind and unbind. */
import { get, path, post, remove } from '../api.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { button } from '../parts/buttons.js';
import { objectFacts } from '../parts/cards.js';
import { confirmDialog, formDialog } from '../parts/dialog.js';
import { table } from '../parts/table.js';
import { BINDING_ARGUMENTS } from './arguments.js';
import { DEFAULT_EXCHANGE, destinationLink, exchangeLink } from './names.js';

/** `towards`: whether the other end is the source (of what comes in) or the destination. */
export function bindingTable({ caption, bindings, towards, page }) {
  return table({
    caption,
    empty: t('binding.none'),
    columns: [
      towards === 'source'
        ? { label: t('binding.from'), cell: each => exchangeLink(each.vhost, each.source) }
        : { label: t('binding.to'), cell: each => [destinationLink(each), each.destination_type === 'exchange' && h('small', null, ` ${t('binding.exchange')}`)] },
      { label: t('field.routingKey'), cell: each => h('code', null, each.routing_key) },
      { label: t('field.arguments'), cell: each => Object.keys(each.arguments).length > 0 && objectFacts(each.arguments) },
      { label: t('field.actions'), cell: each => each.source !== '' && button('trash', t('action.unbind'), () => unbindDialog(each, page), { quiet: true }) },
    ],
    rows: bindings,
    key: each => `${each.source} ${each.destination_type} ${each.destination} ${each.properties_key}`,
  });
}

function unbindDialog(binding, page) {
  confirmDialog({
    title: t('action.unbind'),
    text: t('binding.unbindText', { source: binding.source, destination: binding.destination, key: binding.routing_key }),
    submit: t('action.unbind'),
    action: () => remove(path`bindings/${binding.vhost}/e/${binding.source}/${binding.destination_type[0]}/${binding.destination}/` + encodeURIComponent(binding.properties_key)),
    done: t('binding.unbound'),
    after: () => page.reload(),
  });
}

const keyAndArguments = () => [
  { name: 'routing_key', label: t('field.routingKey') },
  { name: 'arguments', label: t('field.arguments'), type: 'arguments', known: BINDING_ARGUMENTS },
];

/** Binds this queue, or this exchange, to a source that is asked for. */
export async function bindFromDialog({ vhost, destination, type, page }) {
  const exchanges = await get(path`exchanges/${vhost}`, { columns: 'name' });
  formDialog({
    title: t('binding.bindTo', { name: destination }),
    fields: [
      { name: 'source', label: t('binding.from'), required: true, suggestions: exchanges.map(each => each.name).filter(name => name !== '') },
      ...keyAndArguments(),
    ],
    submit: t('action.bind'),
    action: ({ source, ...rest }) => post(path`bindings/${vhost}/e/${source}/${type[0]}/${destination}`, rest),
    done: t('binding.bound'),
    after: () => page.reload(),
  });
}

/** Binds a queue or an exchange that is asked for to this exchange. */
export async function bindToDialog({ vhost, source, page }) {
  const [queues, exchanges] = await Promise.all([get(path`queues/${vhost}`, { columns: 'name' }), get(path`exchanges/${vhost}`, { columns: 'name' })]);
  formDialog({
    title: t('binding.bindFrom', { name: source }),
    fields: [
      { name: 'type', label: t('binding.kind'), type: 'select', options: [{ value: 'q', label: t('binding.queue') }, { value: 'e', label: t('binding.exchange') }] },
      { name: 'destination', label: t('binding.to'), required: true, suggestions: [...queues, ...exchanges].map(each => each.name).filter(name => name !== '') },
      ...keyAndArguments(),
    ],
    submit: t('action.bind'),
    action: ({ type, destination, ...rest }) => post(path`bindings/${vhost}/e/${source || DEFAULT_EXCHANGE}/${type}/${destination}`, rest),
    done: t('binding.bound'),
    after: () => page.reload(),
  });
}
