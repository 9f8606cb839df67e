/** Tests of rabbitmq.conf and of RabbitMQ's environment. */
package warren.server.rabbit;
