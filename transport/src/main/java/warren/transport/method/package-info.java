/**
 * The methods of AMQP 0-9-1 as RabbitMQ knows them: one record each, with its bytes read and written face to face. Nothing here knows
 * of frames or sockets.
 */
@NullMarked
package warren.transport.method;

import org.jspecify.annotations.NullMarked;
