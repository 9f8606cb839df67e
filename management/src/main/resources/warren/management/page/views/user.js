/** One user: tags, permissions, limits. */
import { get, path } from '../api.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { badge, button, buttons } from '../parts/buttons.js';
import { card } from '../parts/cards.js';
import { limitTable, userLimitDialog } from './limits.js';
import { permissionCards } from './permissions.js';
import { changeUserDialog, deleteUserDialog } from './users.js';

export const userView = {
  title: ({ name }) => name,

  async load({ params: { name }, signal }) {
    const [user, permissions, topics] = await Promise.all([
      get(path`users/${name}`, {}, signal),
      get(path`users/${name}/permissions`, {}, signal),
      get(path`users/${name}/topic-permissions`, {}, signal),
    ]);
    return { user, permissions, topics };
  },

  draw({ user, permissions, topics }, page) {
    return [
      h('p', { class: 'subtitle' }, user.tags.length > 0 ? user.tags.map(tag => badge(tag, 'policy')) : t('users.noTags')),
      h('div', { class: 'page-tools', 'data-key': 'actions' }, buttons(
        button('edit', t('users.change'), () => changeUserDialog(user, page)),
        button('trash', t('action.delete'), () => deleteUserDialog(user, page), { kind: 'danger-quiet' }),
      )),
      permissionCards({ permissions, topics, fixed: { user: user.name }, page }),
      card(t('limits.title'), limitTable('user-limits', user.name, user.limits, page), {
        key: 'limits',
        tools: button('plus', t('limits.set'), () => userLimitDialog({ user: user.name, page })),
      }),
    ];
  },
};
