/** The tree of actors that the broker is made of: which of them have failed, and how often. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { count, time } from '../format.js';
import { t } from '../i18n.js';
import { badge } from '../parts/buttons.js';
import { figure, figures } from '../parts/cards.js';

const OPEN_DEPTH = 2;
const CHILDREN_MAX = 200;

export const actorsView = {
  title: () => t('actors.title'),

  load: ({ signal }) => get('actors', {}, signal),

  draw(answer) {
    const roots = Array.isArray(answer) ? answer : [answer];
    const all = roots.flatMap(flat);
    return [
      h('p', { class: 'intro' }, t('actors.intro')),
      figures(
        figure(t('actors.count'), count(all.length)),
        figure(t('field.restarts'), count(all.reduce((sum, actor) => sum + (actor.restarts ?? 0), 0)), all.some(actor => actor.restarts > 0) ? 'line-redeliver' : ''),
      ),
      h('ul', { class: 'tree', 'data-key': 'tree' }, roots.map(actor => branch(actor, 0, ''))),
    ];
  },
};

function flat(actor) {
  return [actor, ...(actor.children ?? []).flatMap(flat)];
}

function branch(actor, depth, above) {
  const children = actor.children ?? [];
  const key = `${above}/${actor.name}`;
  if (children.length === 0) {
    return h('li', { 'data-key': key }, h('div', { class: 'leaf' }, actorLine(actor)));
  }
  const isOpen = depth < OPEN_DEPTH || flat(actor).some(each => each.restarts > 0);
  const details = h('details', { open: isOpen }, h('summary', null, actorLine(actor), badge(count(children.length))));
  const shown = children.slice(0, CHILDREN_MAX);
  details.append(h('ul', null, shown.map(child => branch(child, depth + 1, key)), children.length > shown.length && h('li', null, t('actors.more', { n: children.length - shown.length }))));
  return h('li', { 'data-key': key }, details);
}

function actorLine(actor) {
  const failure = actor.last_failure;
  return [
    h('span', { class: 'actor-name' }, actor.name),
    h('small', null, actor.class),
    actor.mailbox > 0 && badge(t('actors.mailbox', { n: count(actor.mailbox) })),
    actor.restarts > 0 && badge(t('actors.restarts', { n: count(actor.restarts) }), 'warn'),
    failure && h('span', { class: 'failure' }, `${time(failure.time)}: ${failure.cause} (${failure.message_type})`),
  ];
}
