/**
 * The values that every other room of Warren passes on: {@link warren.routing.message.Message}, its properties, field tables.
 *
 * <p>Immutable, no actors, no I/O. The bytes of tables and properties are read and written here because routing, transport and
 * persistence all need them.
 */
@NullMarked
package warren.routing.message;

import org.jspecify.annotations.NullMarked;
