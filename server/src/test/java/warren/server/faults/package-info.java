/**
 * Lets chosen methods of a running broker throw, at random moments: a Java agent that weaves a throw of the dice into them. It is given
 * to the broker's process by its command line; the broker's own code knows nothing of it, and these classes know nothing of the broker's.
 */
package warren.server.faults;
