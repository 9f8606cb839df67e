/**
 * The rules by which an exchange picks the destinations of a message: one {@link warren.routing.RoutingTable} per built-in type, found by
 * {@link warren.routing.ExchangeType}, and the rules for names and for the headers CC and BCC.
 *
 * <p>Plain data structures, each owned by one actor: no actors, no I/O, no locks in here. What RabbitMQ does was checked on a live 3.10.8.
 */
@NullMarked
package warren.routing;

import org.jspecify.annotations.NullMarked;
