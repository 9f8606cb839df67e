/** The window that publishes one message. */
import { path, post } from '../api.js';
import { t } from '../i18n.js';
import { formDialog } from '../parts/dialog.js';
import { toast } from '../parts/toast.js';
import { DEFAULT_EXCHANGE } from './names.js';

const PROPERTIES = {
  content_type: 'string',
  content_encoding: 'string',
  priority: 'number',
  correlation_id: 'string',
  reply_to: 'string',
  expiration: 'string',
  message_id: 'string',
  timestamp: 'number',
  type: 'string',
  user_id: 'string',
  app_id: 'string',
};

/** To an exchange, or with `exchange` '' to the queue `routingKey`. */
export function publishDialog({ vhost, exchange = '', routingKey = '', after }) {
  const isToQueue = exchange === '' && routingKey !== '';
  return formDialog({
    title: isToQueue ? t('publish.toQueue', { name: routingKey }) : t('publish.toExchange', { name: exchange || t('exchange.default') }),
    wide: true,
    fields: [
      !isToQueue && { name: 'routing_key', label: t('field.routingKey'), value: routingKey },
      { name: 'payload', label: t('message.payload'), type: 'textarea' },
      { name: 'payload_encoding', label: t('message.encoding'), type: 'select', value: 'string', options: [{ value: 'string', label: t('publish.text') }, { value: 'base64', label: 'Base64' }] },
      { name: 'delivery_mode', label: t('publish.persistent'), type: 'checkbox', value: true, hint: t('publish.persistentHint') },
      { name: 'headers', label: t('message.headers'), type: 'arguments' },
      { name: 'properties', label: t('message.properties'), type: 'arguments', known: PROPERTIES },
    ],
    submit: t('action.publish'),
    action: given => post(path`exchanges/${vhost}/${exchange || DEFAULT_EXCHANGE}/publish`, {
      routing_key: isToQueue ? routingKey : given.routing_key,
      payload: given.payload,
      payload_encoding: given.payload_encoding,
      properties: {
        ...given.properties,
        delivery_mode: given.delivery_mode ? 2 : 1,
        ...(Object.keys(given.headers).length > 0 && { headers: given.headers }),
      },
    }),
    after: (given, { routed }) => {
      routed ? toast(t('publish.routed')) : toast(t('publish.unrouted'), 'warn');
      after?.();
    },
  });
}
