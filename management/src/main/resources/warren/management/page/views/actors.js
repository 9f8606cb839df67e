/** The tree of actors that the broker is made of: which of them have failed, and how often. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { count, time } from '../format.js';
import { t } from '../i18n.js';
import { badge } from '../parts/buttons.js';
import { figure, figures } from '../parts/cards.js';

const OPEN_DEPTH = 2;
const CHILDREN_MAX = 200;
const DEPTH = 4;

export const actorsView = {
  title: () => t('actors.title'),

  load: ({ query, signal }) => get('actors', { depth: DEPTH, count: CHILDREN_MAX, ...(query.get('path') && { path: query.get('path') }) }, signal),

  draw(root) {
    const all = flat(root);
    return [
      h('p', { class: 'intro' }, t('actors.intro')),
      above(root.path),
      figures(
        figure(t('actors.count'), count(all.length)),
        figure(t('field.restarts'), count(all.reduce((sum, actor) => sum + (actor.restarts ?? 0), 0)), all.some(actor => actor.restarts > 0) ? 'line-redeliver' : ''),
      ),
      h('ul', { class: 'tree', 'data-key': 'tree' }, branch(root, 0, '')),
    ];
  },
};

function flat(actor) {
  return [actor, ...(actor.children ?? []).flatMap(flat)];
}

function branch(actor, depth, above) {
  const children = actor.children ?? [];
  const hidden = (actor.children_total ?? children.length) - children.length;
  const key = `${above}/${actor.name}`;
  if (children.length === 0) {
    return h('li', { 'data-key': key }, h('div', { class: 'leaf' }, actorLine(actor), hidden > 0 && below(actor, hidden)));
  }
  const isOpen = depth < OPEN_DEPTH || flat(actor).some(each => each.restarts > 0);
  const list = h('ul', null, children.map(child => branch(child, depth + 1, key)), hidden > 0 && h('li', { 'data-key': 'more' }, below(actor, hidden)));
  return h('li', { 'data-key': key }, h('details', { open: isOpen }, h('summary', null, actorLine(actor, badge(count(children.length + hidden)))), list));
}

/** A link to what the answer had no room for: how many of which kind. */
function below(actor, hidden) {
  const kinds = Object.entries(actor.other_children ?? {}).map(([kind, n]) => `${count(n)} ${kind}`).join(', ');
  return h('a', { href: `#/actors?path=${encodeURIComponent(actor.path)}` }, kinds || t('actors.more', { n: count(hidden) }));
}

function above(path) {
  const parent = path?.split('/').slice(0, -1).join('/');
  return parent && h('p', null, h('a', { href: `#/actors?path=${encodeURIComponent(parent)}` }, `↑ ${parent}`));
}

/** The failure comes last, on lines of its own. */
function actorLine(actor, size) {
  const failure = actor.last_failure;
  return [
    h('span', { class: 'actor-name' }, actor.name),
    h('small', null, actor.class),
    size,
    actor.mailbox > 0 && badge(t('actors.mailbox', { n: count(actor.mailbox) })),
    actor.restarts > 0 && badge(t('actors.restarts', { n: count(actor.restarts) }), 'warn'),
    failure && h('span', { class: 'failure' }, `${time(failure.time)}: ${failure.cause}${failure.message_type ? ` (${failure.message_type})` : ''}`),
  ];
}
