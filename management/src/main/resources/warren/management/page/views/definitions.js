/** All that is defined, as a file: down and up. */
import { call, get, path } from '../api.js';
import { h } from '../dom.js';
import { count } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../parts/attempt.js';
import { button, buttons } from '../parts/buttons.js';
import { card, figure, figures } from '../parts/cards.js';
import { formDialog } from '../parts/dialog.js';
import { notice } from '../parts/notice.js';
import { toast } from '../parts/toast.js';
import { virtualHosts } from '../vhosts.js';

const KINDS = ['users', 'vhosts', 'permissions', 'policies', 'exchanges', 'queues', 'bindings'];

export const definitionsView = {
  title: () => t('definitions.title'),

  isStill: true,

  load: ({ signal }) => get('definitions', {}, signal),

  draw(definitions, page) {
    return [
      figures(KINDS.map(kind => figure(t(`${kind}.title`), count(definitions[kind]?.length ?? 0)))),
      h(
        'div',
        { class: 'cards', 'data-key': 'ways' },
        card(t('definitions.export'), [
          h('p', null, t('definitions.exportText')),
          page.keep('host', hostChoice),
          buttons(button('download', t('definitions.download'), () => attempt(download), { kind: 'primary' })),
        ], { key: 'export' }),
        card(t('definitions.import'), [
          h('p', null, t('definitions.importText')),
          notice('info', t('definitions.safe')),
          buttons(button('upload', t('definitions.upload'), () => uploadDialog(page))),
        ], { key: 'import' }),
      ),
    ];
  },
};

function hostChoice() {
  const select = h('select', { id: 'definitions-vhost' }, hostOptions().map(each => h('option', { value: each.value }, each.label)));
  return { element: h('div', { class: 'field' }, h('label', { for: 'definitions-vhost' }, t('definitions.which')), select) };
}

function hostOptions() {
  return [{ value: '', label: t('definitions.everything') }, ...virtualHosts().map(name => ({ value: name, label: t('definitions.ofHost', { name }) }))];
}

async function download() {
  const host = document.getElementById('definitions-vhost').value;
  const definitions = await get(host ? path`definitions/${host}` : 'definitions');
  save(`warren-definitions-${new Date().toISOString().slice(0, 10)}.json`, JSON.stringify(definitions, null, 2));
  toast(t('definitions.saved'));
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

function uploadDialog(page) {
  formDialog({
    title: t('definitions.import'),
    intro: t('definitions.safe'),
    fields: [
      { name: 'file', label: t('definitions.file'), type: 'file', accept: 'application/json,.json', required: true },
      { name: 'vhost', label: t('definitions.into'), type: 'select', options: hostOptions() },
    ],
    submit: t('definitions.upload'),
    action: async ({ file, vhost }) => call('POST', vhost ? path`definitions/${vhost}` : 'definitions', { body: await file.text() }),
    done: t('definitions.imported'),
    after: () => page.reload(),
  });
}
