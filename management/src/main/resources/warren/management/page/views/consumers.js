/** Consumers of a queue or of a channel. */
import { t } from '../i18n.js';
import { badge, state } from '../parts/buttons.js';
import { h } from '../dom.js';
import { table } from '../parts/table.js';
import { channelLink, queueLink } from './names.js';

/** `of`: what the table is about, so that the column about the other end is shown. */
export function consumerTable(consumers, of = 'queue') {
  return table({
    caption: t('field.consumers'),
    empty: t('consumer.none'),
    columns: [
      { label: t('consumer.tag'), cell: each => h('code', null, each.consumer_tag) },
      of === 'queue'
        ? { label: t('channel.title'), cell: each => channelLink(each.channel_details.name) }
        : { label: t('binding.queue'), cell: each => queueLink(each.queue.vhost, each.queue.name) },
      { label: t('consumer.acks'), cell: each => t(each.ack_required ? 'consumer.manual' : 'consumer.automatic') },
      { label: t('consumer.prefetch'), numeric: true, cell: each => each.prefetch_count || t('word.unlimited') },
      { label: t('field.state'), cell: each => [state(each.activity_status, each.active ? 'good' : 'idle'), each.exclusive && badge(t('feature.exclusive'))] },
    ],
    rows: consumers,
    key: each => `${each.channel_details.name} ${each.consumer_tag}`,
  });
}
