/** Which lines charts have: names, colours and fields of the API. */
import { t } from '../i18n.js';

export const lengthLines = () => [
  { name: t('length.total'), colour: 'total', field: 'messages' },
  { name: t('length.ready'), colour: 'ready', field: 'messages_ready' },
  { name: t('length.unacked'), colour: 'unacked', field: 'messages_unacknowledged' },
];

export const rateLines = () => [
  { name: t('rate.publish'), colour: 'publish', field: 'publish' },
  { name: t('rate.deliver'), colour: 'deliver', field: 'deliver_get' },
  { name: t('rate.ack'), colour: 'ack', field: 'ack' },
  { name: t('rate.redeliver'), colour: 'redeliver', field: 'redeliver' },
];

export const exchangeLines = () => [
  { name: t('rate.in'), colour: 'publish', field: 'publish_in' },
  { name: t('rate.out'), colour: 'deliver', field: 'publish_out' },
];

export const byteLines = () => [
  { name: t('rate.received'), colour: 'publish', field: 'recv_oct' },
  { name: t('rate.sent'), colour: 'deliver', field: 'send_oct' },
];
