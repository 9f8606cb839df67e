/**
 * What an author of an exchange type compiles against, and all of it: nothing here depends on the broker. The type is an {@link
 * warren.exchange.ExchangeExtension}; what it does with messages is a Pekko behaviour that answers each {@link
 * warren.exchange.RouteBatch}. Names and meanings in this package stay as they are within a major version; new methods of interfaces
 * that authors implement have defaults.
 */
@NullMarked
package warren.exchange;

import org.jspecify.annotations.NullMarked;
