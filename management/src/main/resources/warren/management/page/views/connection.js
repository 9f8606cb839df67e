/** One connection: who it is, its channels; and closing it. */
import { call, get, path } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, duration, time } from '../format.js';
import { t } from '../i18n.js';
import { button, buttons, state } from '../parts/buttons.js';
import { card, facts, objectFacts } from '../parts/cards.js';
import { lineChart, rangeChooser } from '../parts/chart.js';
import { confirmDialog } from '../parts/dialog.js';
import { OBJECT_RANGES, chosenRange, samplesQuery, speeds } from '../parts/series.js';
import { table } from '../parts/table.js';
import { go } from '../router.js';
import { channelColumns } from './channels.js';
import { byteLines } from './lines.js';
import { stateKind, userLink, vhostLink } from './names.js';

const byteRate = value => t('unit.perSecond', { n: bytes(value) });

export const connectionView = {
  title: ({ name }) => name,

  async load({ params: { name }, signal }) {
    const [connection, channels] = await Promise.all([
      get(path`connections/${name}`, samplesQuery(chosenRange(OBJECT_RANGES), 'data_rates'), signal),
      get(path`connections/${name}/channels`, {}, signal),
    ]);
    return { connection, channels };
  },

  draw({ connection, channels }, page) {
    return [
      h('p', { class: 'subtitle' }, state(connection.state, stateKind(connection.state)), connection.user_provided_name, ' ', t('field.vhost'), ' ', vhostLink(connection.vhost)),
      h('div', { class: 'page-tools', 'data-key': 'actions' }, buttons(button('close', t('connection.close'), () => closeDialog(connection, page), { kind: 'danger-quiet' }))),
      h('div', { class: 'row-tools', 'data-key': 'ranges' }, rangeChooser(OBJECT_RANGES, () => page.reload())),
      h(
        'div',
        { class: 'cards', 'data-key': 'charts' },
        card(t('chart.bytes'), page.keep('bytes', () => lineChart({ label: t('chart.bytes'), lines: byteLines(), format: byteRate }), byteLines().map(line => speeds(connection, line.field)))),
        details(connection),
      ),
      card(t('channels.title'), table({ caption: t('channels.title'), columns: channelColumns().filter(column => !column.hidden && column.id !== 'user'), rows: channels, key: each => each.name, empty: t('channels.empty') }), { key: 'channels' }),
      card(t('connection.properties'), objectFacts(connection.client_properties), { key: 'properties' }),
    ];
  },
};

function details(connection) {
  return card(t('queue.details'), facts([
    [t('field.user'), userLink(connection.user)],
    [t('connection.from'), `${connection.peer_host}:${connection.peer_port}`],
    [t('field.protocol'), connection.protocol],
    [t('connection.since'), `${time(connection.connected_at)} (${duration(Date.now() - connection.connected_at)})`],
    [t('connection.mechanism'), connection.auth_mechanism],
    [t('connection.heartbeat'), t('unit.seconds', { n: connection.timeout })],
    [t('connection.frameMax'), bytes(connection.frame_max)],
    [t('connection.channelMax'), count(connection.channel_max)],
    [t('connection.received'), bytes(connection.recv_oct)],
    [t('connection.sent'), bytes(connection.send_oct)],
  ]), { key: 'details' });
}

function closeDialog({ name }, page) {
  confirmDialog({
    title: t('connection.close'),
    text: t('connection.closeText', { name }),
    fields: [{ name: 'reason', label: t('connection.reason'), hint: t('connection.reasonHint') }],
    submit: t('connection.close'),
    action: ({ reason }) => page.end(() => call('DELETE', path`connections/${name}`, { headers: reason ? { 'X-Reason': reason } : {} })),
    done: t('connection.closed'),
    after: () => go('#/connections'),
  });
}
