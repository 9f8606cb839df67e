/**
 * What the broker itself publishes: events to amq.rabbitmq.event, log lines to amq.rabbitmq.log. A {@link warren.actors.feed.Feed} takes
 * messages from anybody and never waits; its {@link warren.actors.feed.FeedActor} sends them on. Closed feeds cost a look at one field.
 */
@NullMarked
package warren.actors.feed;

import org.jspecify.annotations.NullMarked;
