/** The arguments that Warren knows, with the types of their values: suggestions for forms. */

export const QUEUE_ARGUMENTS = {
  'x-queue-type': 'string',
  'x-message-ttl': 'number',
  'x-expires': 'number',
  'x-max-length': 'number',
  'x-max-length-bytes': 'number',
  'x-max-publish-rate': 'number',
  'x-max-publish-bytes-rate': 'number',
  'x-overflow': 'string',
  'x-dead-letter-exchange': 'string',
  'x-dead-letter-routing-key': 'string',
  'x-delivery-limit': 'number',
  'x-max-priority': 'number',
  'x-single-active-consumer': 'boolean',
  'x-consumer-timeout': 'number',
  'x-delayed-retry-type': 'string',
  'x-delayed-retry-min': 'number',
  'x-delayed-retry-max': 'number',
  'x-message-deduplication': 'boolean',
  'x-max-age': 'string',
  'x-stream-max-segment-size-bytes': 'number',
};

export const EXCHANGE_ARGUMENTS = {
  'alternate-exchange': 'string',
  'x-delayed-type': 'string',
  'hash-header': 'string',
  'hash-property': 'string',
  'x-recent-history-length': 'number',
  'x-cache-size': 'number',
  'x-cache-ttl': 'number',
  'x-cache-persistence': 'string',
};

export const BINDING_ARGUMENTS = { 'x-match': 'string' };

export const POLICY_KEYS = {
  'message-ttl': 'number',
  expires: 'number',
  'max-length': 'number',
  'max-length-bytes': 'number',
  'max-publish-rate': 'number',
  'max-publish-bytes-rate': 'number',
  overflow: 'string',
  'dead-letter-exchange': 'string',
  'dead-letter-routing-key': 'string',
  'delivery-limit': 'number',
  'consumer-timeout': 'number',
  'alternate-exchange': 'string',
  'delayed-retry-type': 'string',
  'delayed-retry-min': 'number',
  'delayed-retry-max': 'number',
  'max-age': 'string',
};

export const OPERATOR_POLICY_KEYS = {
  'message-ttl': 'number',
  expires: 'number',
  'max-length': 'number',
  'max-length-bytes': 'number',
  'max-publish-rate': 'number',
  'max-publish-bytes-rate': 'number',
  'delivery-limit': 'number',
};
