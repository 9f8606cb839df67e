/**
 * Messages of a queue. Where the broker lets one look without taking (`messages`), they can be searched, chosen, moved, copied, published
 * again and deleted; `get`, which takes them out for a moment or for good, is there always.
 */
import { ApiError, get, getIfThere, path, post } from '../api.js';
import { append, h, replace } from '../dom.js';
import { count } from '../format.js';
import { t } from '../i18n.js';
import { button, buttons } from '../parts/buttons.js';
import { explain, formDialog } from '../parts/dialog.js';
import { notice } from '../parts/notice.js';
import { toast } from '../parts/toast.js';
import { foundText, messageCard } from './message.js';

const PAGE = 20;
const PAYLOAD_BYTES = 50_000;
const PROBLEMS_MAX = 3;
const ACK_MODES = ['ack_requeue_true', 'ack_requeue_false', 'reject_requeue_true', 'reject_requeue_false'];

/** A part for Page.keep; `changed` is called when messages have been taken or moved. */
export function messageBrowser(queue, changed) {
  const results = h('div', { class: 'messages', 'aria-live': 'polite' });
  const place = h('div');
  const element = h('div', { class: 'message-browser' }, place, results);
  const take = () => getDialog(queue, messages => {
    replace(results, h('p', { class: 'found' }, foundText(messages.length)), messages.map(message => messageCard(message)));
    changed();
  });
  replace(place, queue.type === 'stream' ? null : button('inbox', t('messages.get'), take));
  getIfThere('messages', path`queues/${queue.vhost}/${queue.name}/messages`, { count: 1 }).then(found => {
    if (found !== null) {
      replace(place, peekForm(queue, results, changed, queue.type === 'stream' ? null : take));
    }
  }, () => {});
  return { element };
}

function getDialog({ vhost, name }, show) {
  formDialog({
    title: t('messages.get'),
    intro: t('messages.getIntro'),
    fields: [
      { name: 'ackmode', label: t('messages.ackMode'), type: 'select', options: ACK_MODES.map(mode => ({ value: mode, label: t(`messages.${mode}`) })) },
      { name: 'count', label: t('messages.count'), type: 'number', value: 1, min: 1, required: true },
      { name: 'encoding', label: t('message.encoding'), type: 'select', options: [{ value: 'auto', label: t('messages.auto') }, { value: 'base64', label: 'Base64' }] },
    ],
    submit: t('messages.get'),
    action: given => post(path`queues/${vhost}/${name}/get`, { ...given, truncate: PAYLOAD_BYTES }),
    after: (given, messages) => show(messages),
  });
}

function peekForm(queue, results, changed, take) {
  const text = h('input', { type: 'search', 'aria-label': t('messages.search'), placeholder: t('messages.search'), autocapitalize: 'none', spellcheck: 'false' });
  const regex = h('input', { type: 'checkbox' });
  const look = () => browse(queue, { search: text.value, regex: regex.checked }, results, changed);
  return h(
    'form',
    {
      class: 'search',
      onsubmit: event => {
        event.preventDefault();
        look();
      },
    },
    h('div', { class: 'search-box' }, text),
    h('label', { class: 'toggle' }, regex, t('list.regex')),
    h('button', { type: 'submit' }, t('messages.look')),
    take && button('inbox', t('messages.get'), take, { quiet: true }),
  );
}

/** Looks through a queue from its head on; more is added at a click. */
async function browse(queue, { search, regex }, results, changed) {
  const chosen = new Set();
  const again = () => {
    browse(queue, { search, regex }, results, changed);
    changed();
  };
  const tools = h('div', { class: 'chosen-tools' });
  const list = h('div', { class: 'messages' });
  const foot = h('div');
  const drawTools = () => replace(tools, h('span', null, t('messages.chosen', { n: chosen.size })), actionButtons(queue, chosen, again));
  const more = async offset => {
    replace(foot, t('page.loading'));
    try {
      const query = { offset, count: PAGE, payload_bytes: PAYLOAD_BYTES, ...(search && { search, regex }) };
      const found = await get(path`queues/${queue.vhost}/${queue.name}/messages`, query);
      append(list, found.items.map(message => messageCard(message, chooser(message, chosen, drawTools))));
      const next = offset + found.scanned;
      replace(
        foot,
        h('p', { class: 'found' }, t('messages.looked', { shown: count(list.children.length), all: count(found.total) })),
        found.more && button('plus', t('messages.more'), () => more(next)),
      );
    } catch (problem) {
      replace(foot, notice('bad', explain(problem)));
    }
  };
  drawTools();
  replace(results, tools, list, foot);
  await more(0);
}

function chooser(message, chosen, changed) {
  const box = h('input', {
    type: 'checkbox',
    'aria-label': t('messages.choose', { n: message.position }),
    disabled: message.state === 'unacked',
    onchange: () => {
      box.checked ? chosen.add(message.id) : chosen.delete(message.id);
      changed();
    },
  });
  return h('label', { class: 'position' }, box, `#${count(message.position)}`);
}

function actionButtons(queue, chosen, again) {
  const act = (action, fields, destination) => formDialog({
    title: t(`messages.${action}`),
    intro: t('messages.actionIntro', { n: chosen.size }),
    fields,
    submit: t(`messages.${action}`),
    danger: action === 'delete',
    action: async given => {
      const result = await post(path`queues/${queue.vhost}/${queue.name}/messages/actions`, {
        action,
        ids: [...chosen],
        ...(destination?.(given) && { destination: destination(given) }),
      });
      // where nothing was done there is something to correct: the window and what was chosen stay
      if (result.done === 0 && result.problems?.length > 0) {
        throw new ApiError(400, result.problems.slice(0, PROBLEMS_MAX).join('; '));
      }
      return result;
    },
    after: (given, { done, problems = [] }) => {
      toast(t('messages.done', { n: done }));
      problems.slice(0, PROBLEMS_MAX).forEach(problem => toast(problem, 'warn'));
      again();
    },
  });
  const queueField = [{ name: 'queue', label: t('binding.queue'), required: true }];
  const toQueue = ({ queue: name }) => ({ queue: name });
  const exchangeFields = [{ name: 'exchange', label: t('binding.exchange'), hint: t('messages.republishHint') }, { name: 'routing_key', label: t('field.routingKey') }];
  // with neither they go where they were published first
  const elsewhere = given => (given.exchange || given.routing_key ? given : null);
  const all = buttons(
    button('move', t('messages.move'), () => act('move', queueField, toQueue), { quiet: true }),
    button('plus', t('messages.copy'), () => act('copy', queueField, toQueue), { quiet: true }),
    button('send', t('messages.republish'), () => act('republish', exchangeFields, elsewhere), { quiet: true }),
    button('trash', t('messages.delete'), () => act('delete', []), { quiet: true }),
  );
  all.querySelectorAll('button').forEach(each => (each.disabled = chosen.size === 0));
  return all;
}
