/**
 * The doors for operators: the control port that warrenctl uses, and the management port with RabbitMQ's HTTP API. Both turn requests
 * into {@link warren.actors.broker.Operator} messages and the answers into JSON; nothing of the broker is decided here.
 */
@NullMarked
package warren.management;

import org.jspecify.annotations.NullMarked;
