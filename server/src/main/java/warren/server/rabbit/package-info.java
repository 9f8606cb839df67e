/**
 * RabbitMQ's ways to configure a broker, turned into Warren's settings: rabbitmq.conf and the environment of its container image. What has
 * no meaning here is refused or warned of, and never passed over in silence.
 */
@NullMarked
package warren.server.rabbit;

import org.jspecify.annotations.NullMarked;
