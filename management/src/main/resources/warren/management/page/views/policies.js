/** Policies, and what operators set above them. */
import { get, path, put, remove } from '../api.js';
import { h } from '../dom.js';
import { count } from '../format.js';
import { t } from '../i18n.js';
import { button, buttons } from '../parts/buttons.js';
import { card, objectFacts } from '../parts/cards.js';
import { confirmDialog, formDialog } from '../parts/dialog.js';
import { table } from '../parts/table.js';
import { may } from '../session.js';
import { chosenVirtualHost, virtualHostField } from '../vhosts.js';
import { OPERATOR_POLICY_KEYS, POLICY_KEYS } from './arguments.js';
import { vhostLink } from './names.js';

const KINDS = {
  policies: { known: POLICY_KEYS, right: 'policymaker' },
  'operator-policies': { known: OPERATOR_POLICY_KEYS, right: 'administrator' },
};

const APPLIES_TO = ['all', 'queues', 'classic_queues', 'quorum_queues', 'streams', 'exchanges'];

export const policiesView = {
  title: () => t('policies.title'),

  async load({ signal }) {
    const host = chosenVirtualHost();
    const where = kind => (host ? `${kind}/${encodeURIComponent(host)}` : kind);
    const [policies, operator] = await Promise.all(Object.keys(KINDS).map(kind => get(where(kind), {}, signal)));
    return { policies, 'operator-policies': operator };
  },

  draw: (data, page) => Object.keys(KINDS).map(kind => card(
    t(`${kind}.title`),
    [h('p', { class: 'intro' }, t(`${kind}.intro`)), policyTable(kind, data[kind], page)],
    { key: kind, tools: may(KINDS[kind].right) && button('plus', t(`${kind}.add`), () => policyDialog(kind, null, page)) },
  )),
};

function policyTable(kind, policies, page) {
  return table({
    caption: t(`${kind}.title`),
    empty: t(`${kind}.none`),
    columns: [
      { label: t('field.name'), cell: each => h('strong', null, each.name) },
      { label: t('field.vhost'), cell: each => vhostLink(each.vhost) },
      { label: t('policy.pattern'), cell: each => h('code', null, each.pattern) },
      { label: t('policy.appliesTo'), cell: each => t(`applies.${each['apply-to']}`) },
      { label: t('policy.definition'), cell: each => objectFacts(each.definition) },
      { label: t('policy.priority'), numeric: true, cell: each => count(each.priority) },
      { label: t('field.actions'), cell: each => may(KINDS[kind].right) && buttons(
        button('edit', t('action.edit'), () => policyDialog(kind, each, page), { quiet: true, iconOnly: true }),
        button('trash', t('action.delete'), () => deleteDialog(kind, each, page), { quiet: true, iconOnly: true }),
      ) },
    ],
    rows: policies,
    key: each => `${each.vhost} ${each.name}`,
  });
}

function policyDialog(kind, old, page) {
  formDialog({
    title: old ? t('policy.change', { name: old.name }) : t(`${kind}.add`),
    wide: true,
    fields: [
      !old && virtualHostField(t('field.vhost')),
      !old && { name: 'name', label: t('field.name'), required: true },
      { name: 'pattern', label: t('policy.pattern'), required: true, value: old?.pattern ?? '', hint: t('policy.patternHint') },
      { name: 'apply-to', label: t('policy.appliesTo'), type: 'select', value: old?.['apply-to'] ?? 'all', options: APPLIES_TO.map(each => ({ value: each, label: t(`applies.${each}`) })) },
      { name: 'priority', label: t('policy.priority'), type: 'number', value: old?.priority ?? 0 },
      { name: 'definition', label: t('policy.definition'), type: 'arguments', known: KINDS[kind].known, value: old?.definition },
    ],
    submit: t('action.save'),
    action: given => {
      const { vhost, name, ...rest } = { vhost: old?.vhost, name: old?.name, ...given };
      return put(`${kind}/` + path`${vhost}/${name}`, rest);
    },
    done: t('policy.saved'),
    after: () => page.reload(),
  });
}

function deleteDialog(kind, { vhost, name }, page) {
  confirmDialog({
    title: t('policy.delete'),
    text: t('policy.deleteText', { name, vhost }),
    submit: t('action.delete'),
    action: () => remove(`${kind}/` + path`${vhost}/${name}`),
    done: t('policy.deleted'),
    after: () => page.reload(),
  });
}
