/**
 * Wire tests: official and hand-made clients against a broker in a process of its own, which is Warren, or a RabbitMQ named by
 * WARREN_PEER. What they expect was seen on a real RabbitMQ 3.10; nothing here may import a class of the broker.
 */
package warren.server.it;
