/**
 * warrenctl: rabbitmqctl's command line for Warren. What is typed becomes one request to the broker's control port; what comes back is
 * printed as rabbitmqctl 3.10 prints it.
 *
 * <p>Nothing of the broker is in here: the two programs share only the control file and JSON.
 */
@NullMarked
package warren.cli;

import org.jspecify.annotations.NullMarked;
