/**
 * The management port: RabbitMQ's HTTP API. Requests become messages to the broker, answers become JSON under RabbitMQ's names.
 */
@NullMarked
package warren.management.http;

import org.jspecify.annotations.NullMarked;
