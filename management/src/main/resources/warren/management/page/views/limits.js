/** Limits of virtual hosts and of users. */
import { get, path, put, remove } from '../api.js';
import { count } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../parts/attempt.js';
import { button } from '../parts/buttons.js';
import { card } from '../parts/cards.js';
import { formDialog } from '../parts/dialog.js';
import { table } from '../parts/table.js';
import { toast } from '../parts/toast.js';
import { may } from '../session.js';
import { virtualHostField } from '../vhosts.js';
import { userLink, vhostLink } from './names.js';

const OF_HOSTS = ['max-connections', 'max-queues', 'max-publish-rate', 'max-publish-bytes-rate'];
const OF_USERS = ['max-connections', 'max-channels', 'max-publish-rate', 'max-publish-bytes-rate'];

export const limitsView = {
  title: () => t('limits.title'),

  async load({ signal }) {
    const [hosts, users, names] = await Promise.all([
      get('vhost-limits', {}, signal),
      get('user-limits', {}, signal),
      may('administrator') ? get('users', { columns: 'name' }, signal) : [],
    ]);
    return { hosts, users, names: names.map(user => user.name) };
  },

  draw({ hosts, users, names }, page) {
    return [
      card(t('limits.hosts'), allTable('vhost-limits', 'vhost', hosts, vhostLink, page), {
        key: 'hosts',
        tools: may('administrator') && button('plus', t('limits.set'), () => hostLimitDialog({ page })),
      }),
      card(t('limits.users'), allTable('user-limits', 'user', users, userLink, page), {
        key: 'users',
        tools: may('administrator') && button('plus', t('limits.set'), () => userLimitDialog({ users: names, page })),
      }),
    ];
  },
};

function rowsOf(holder, limits) {
  return Object.entries(limits).map(([limit, value]) => ({ holder, limit, value }));
}

function columns(kind, page) {
  return [
    { label: t('limits.limit'), cell: each => t(`limit.${each.limit}`) },
    { label: t('arguments.value'), numeric: true, cell: each => (each.value < 0 ? t('word.unlimited') : count(each.value)) },
    { label: t('field.actions'), cell: each => may('administrator') && button('trash', t('action.remove'), () => attempt(() => clear(kind, each, page)), { quiet: true }) },
  ];
}

function allTable(kind, holder, limits, linkTo, page) {
  return table({
    caption: t(kind === 'user-limits' ? 'limits.users' : 'limits.hosts'),
    empty: t('limits.none'),
    columns: [{ label: t(`field.${holder}`), cell: each => linkTo(each.holder) }, ...columns(kind, page)],
    rows: limits.flatMap(each => rowsOf(each[holder], each.value)),
    key: each => `${each.holder} ${each.limit}`,
  });
}

/** The limits of one user or virtual host. */
export function limitTable(kind, holder, limits, page) {
  return table({ caption: t('limits.title'), empty: t('limits.none'), columns: columns(kind, page), rows: rowsOf(holder, limits), key: each => each.limit });
}

async function clear(kind, { holder, limit }, page) {
  await remove(`${kind}/` + path`${holder}/${limit}`);
  toast(t('limits.removed'));
  page.reload();
}

/** For this user, or for one of `users`. */
export function userLimitDialog({ user, users, page }) {
  const whose = !user && { name: 'holder', label: t('field.user'), type: 'select', options: users.map(name => ({ value: name, label: name })) };
  dialog('user-limits', OF_USERS, user, whose, page);
}

export function hostLimitDialog({ vhost, page }) {
  dialog('vhost-limits', OF_HOSTS, vhost, !vhost && virtualHostField(t('field.vhost'), 'holder'), page);
}

function dialog(kind, limits, holder, whose, page) {
  formDialog({
    title: t('limits.set'),
    fields: [
      whose,
      { name: 'limit', label: t('limits.limit'), type: 'select', options: limits.map(each => ({ value: each, label: t(`limit.${each}`) })) },
      { name: 'value', label: t('arguments.value'), type: 'number', required: true, hint: t('limits.hint') },
    ],
    submit: t('action.save'),
    action: given => put(`${kind}/` + path`${holder ?? given.holder}/${given.limit}`, { value: given.value }),
    done: t('limits.saved'),
    after: () => page.reload(),
  });
}
