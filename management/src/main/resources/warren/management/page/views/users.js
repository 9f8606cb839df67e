/** All users. */
import { get, path, put, remove } from '../api.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { badge, button } from '../parts/buttons.js';
import { confirmDialog, formDialog } from '../parts/dialog.js';
import { listView } from '../parts/list.js';
import { go, link } from '../router.js';
import { userLink } from './names.js';

const TAGS = ['', 'management', 'policymaker', 'monitoring', 'administrator'];

export const usersView = listView({
  what: 'users',
  where: () => 'users',
  sort: 'name',
  key: row => row.name,
  tools: page => button('plus', t('users.add'), () => addDialog(page), { kind: 'primary' }),
  columns: () => [
    { id: 'name', label: t('field.name'), sort: 'name', cell: row => userLink(row.name) },
    { id: 'tags', label: t('users.tags'), cell: row => h('span', { class: 'badges' }, row.tags.map(tag => badge(tag, 'policy'))) },
    { id: 'password', label: t('users.hasPassword'), cell: row => (row.password_hash ? t('word.yes') : t('word.no')) },
    { id: 'limits', label: t('limits.title'), hidden: true, cell: row => JSON.stringify(row.limits) },
  ],
});

function addDialog() {
  formDialog({
    title: t('users.add'),
    fields: [{ name: 'name', label: t('field.name'), required: true }, ...passwordFields(true), tagsField('')],
    submit: t('action.add'),
    action: ({ name, password, tags }) => put(path`users/${name}`, { password, tags }),
    done: ({ name }) => t('users.added', { name }),
    after: ({ name }) => go(link('users', name)),
  });
}

function passwordFields(required) {
  return [{ name: 'password', label: t('login.password'), type: 'password', required, autocomplete: 'new-password' }];
}

function tagsField(value) {
  return { name: 'tags', label: t('users.tags'), value, suggestions: TAGS.filter(Boolean), hint: t('users.tagsHint') };
}

/** Another password, or none, and other tags. */
export function changeUserDialog(user, page) {
  formDialog({
    title: t('users.change'),
    fields: [...passwordFields(false).map(field => ({ ...field, hint: t('users.passwordHint') })), tagsField(user.tags.join(','))],
    submit: t('action.save'),
    action: async ({ password, tags }) => put(path`users/${user.name}`, password ? { password, tags } : { ...await keptHash(user.name), tags }),
    done: t('users.changed'),
    after: () => page.reload(),
  });
}

async function keptHash(name) {
  const { password_hash, hashing_algorithm } = await get(path`users/${name}`);
  return { password_hash, hashing_algorithm };
}

export function deleteUserDialog({ name }, page) {
  confirmDialog({
    title: t('users.delete'),
    text: t('users.deleteText', { name }),
    submit: t('action.delete'),
    action: () => page.end(() => remove(path`users/${name}`)),
    done: t('users.deleted', { name }),
    after: () => go('#/users'),
  });
}
