/**
 * What the broker does for an operator in a user's name: the requests of the HTTP API that are AMQP methods take the way of a client, on a
 * channel of their own, with that user's permissions.
 */
@NullMarked
package warren.actors.service;

import org.jspecify.annotations.NullMarked;
