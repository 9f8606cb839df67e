/** What users may do in virtual hosts: seen from a user or from a virtual host. */
import { path, put, remove } from '../api.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { button } from '../parts/buttons.js';
import { card } from '../parts/cards.js';
import { confirmDialog, formDialog } from '../parts/dialog.js';
import { table } from '../parts/table.js';
import { virtualHostField } from '../vhosts.js';
import { exchangeLink, userLink, vhostLink } from './names.js';

const pattern = text => h('code', null, text === '' ? '^$' : text);

/** `fixed` is the side that is known, { user } or { vhost }; `users` are those to choose from. */
export function permissionCards({ permissions, topics, fixed, users, page }) {
  const other = 'user' in fixed
    ? { label: t('field.vhost'), cell: row => vhostLink(row.vhost) }
    : { label: t('field.user'), cell: row => userLink(row.user) };
  const tools = kind => row => button('trash', t('action.remove'), () => removeDialog(kind, row, page), { quiet: true });
  return [
    card(t('permissions.title'), table({
      caption: t('permissions.title'),
      empty: t('permissions.none'),
      columns: [
        other,
        { label: t('permissions.configure'), cell: row => pattern(row.configure) },
        { label: t('permissions.write'), cell: row => pattern(row.write) },
        { label: t('permissions.read'), cell: row => pattern(row.read) },
        { label: t('field.actions'), cell: tools('permissions') },
      ],
      rows: permissions,
      key: row => `${row.user} ${row.vhost}`,
    }), { key: 'permissions', tools: button('plus', t('permissions.set'), () => permissionDialog(fixed, users, page)) }),
    card(t('topics.title'), table({
      caption: t('topics.title'),
      empty: t('topics.none'),
      columns: [
        other,
        { label: t('binding.exchange'), cell: row => exchangeLink(row.vhost, row.exchange) },
        { label: t('permissions.write'), cell: row => pattern(row.write) },
        { label: t('permissions.read'), cell: row => pattern(row.read) },
        { label: t('field.actions'), cell: tools('topic-permissions') },
      ],
      rows: topics,
      key: row => `${row.user} ${row.vhost} ${row.exchange}`,
    }), { key: 'topics', tools: button('plus', t('permissions.set'), () => topicDialog(fixed, users, page)) }),
  ];
}

function otherField(fixed, users) {
  return 'user' in fixed
    ? virtualHostField(t('field.vhost'))
    : { name: 'user', label: t('field.user'), type: 'select', options: users.map(name => ({ value: name, label: name })) };
}

const patternField = (name, value = '.*') => ({ name, label: t(`permissions.${name}`), value, hint: t('permissions.patternHint') });

function permissionDialog(fixed, users, page) {
  formDialog({
    title: t('permissions.set'),
    intro: t('permissions.intro'),
    fields: [otherField(fixed, users), patternField('configure'), patternField('write'), patternField('read')],
    submit: t('action.save'),
    action: given => {
      const { user, vhost, configure, write, read } = { ...given, ...fixed };
      return put(path`permissions/${vhost}/${user}`, { configure, write, read });
    },
    done: t('permissions.done'),
    after: () => page.reload(),
  });
}

function topicDialog(fixed, users, page) {
  formDialog({
    title: t('topics.title'),
    intro: t('topics.intro'),
    fields: [otherField(fixed, users), { name: 'exchange', label: t('binding.exchange'), value: 'amq.topic', required: true }, patternField('write'), patternField('read')],
    submit: t('action.save'),
    action: given => {
      const { user, vhost, exchange, write, read } = { ...given, ...fixed };
      return put(path`topic-permissions/${vhost}/${user}`, { exchange, write, read });
    },
    done: t('permissions.done'),
    after: () => page.reload(),
  });
}

function removeDialog(kind, { user, vhost }, page) {
  confirmDialog({
    title: t('permissions.remove'),
    text: t('permissions.removeText', { user, vhost }),
    submit: t('action.remove'),
    action: () => remove(`${kind}/` + path`${vhost}/${user}`),
    done: t('permissions.removed'),
    after: () => page.reload(),
  });
}
