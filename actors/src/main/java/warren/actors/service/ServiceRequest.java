package warren.actors.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import warren.actors.info.BindingInfo;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.method.BasicGet;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConfirmSelect;
import warren.transport.method.ExchangeBind;
import warren.transport.method.ExchangeDeclare;
import warren.transport.method.ExchangeDelete;
import warren.transport.method.ExchangeUnbind;
import warren.transport.method.Method;
import warren.transport.method.QueueBind;
import warren.transport.method.QueueDeclare;
import warren.transport.method.QueueDelete;
import warren.transport.method.QueuePurge;
import warren.transport.method.QueueUnbind;

/** What a user of the HTTP API wants from a virtual host, as the methods by which a client would do it. */
public sealed interface ServiceRequest {
    /** The methods, each of which is answered by one. */
    List<Command> calls();

    record DeclareQueue(String name, boolean durable, boolean autoDelete, FieldTable arguments)
            implements ServiceRequest {
        @Override
        public List<Command> calls() {
            return one(new QueueDeclare(name, false, durable, false, autoDelete, false, arguments));
        }
    }

    record DeleteQueue(String name, boolean ifUnused, boolean ifEmpty) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            return one(new QueueDelete(name, ifUnused, ifEmpty, false));
        }
    }

    record PurgeQueue(String name) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            return one(new QueuePurge(name, false));
        }
    }

    record DeclareExchange(
            String name, String type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments)
            implements ServiceRequest {
        @Override
        public List<Command> calls() {
            return one(new ExchangeDeclare(name, type, false, durable, autoDelete, internal, false, arguments));
        }

        /** The exchange as it is to be. */
        public ExchangeDefinition definition() {
            return new ExchangeDefinition(name, type, durable, autoDelete, internal, arguments);
        }
    }

    record DeleteExchange(String name, boolean ifUnused) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            return one(new ExchangeDelete(name, ifUnused, false));
        }
    }

    record Bind(BindingInfo binding) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            String key = binding.routingKey();
            return one(
                    binding.isToQueue()
                            ? new QueueBind(binding.destination(), binding.source(), key, false, binding.arguments())
                            : new ExchangeBind(
                                    binding.destination(), binding.source(), key, false, binding.arguments()));
        }

        /** The binding as it is to be. */
        public BindingDefinition definition() {
            return new BindingDefinition(
                    binding.source(),
                    binding.isToQueue() ? BindingDefinition.Kind.QUEUE : BindingDefinition.Kind.EXCHANGE,
                    binding.destination(),
                    binding.routingKey(),
                    binding.arguments());
        }
    }

    record Unbind(BindingInfo binding) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            String key = binding.routingKey();
            return one(
                    binding.isToQueue()
                            ? new QueueUnbind(binding.destination(), binding.source(), key, binding.arguments())
                            : new ExchangeUnbind(
                                    binding.destination(), binding.source(), key, false, binding.arguments()));
        }
    }

    /** The answer says whether the message reached a queue. */
    record Publish(Message message) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            var publish = new BasicPublish(message.exchange(), message.routingKey(), true, false);
            return List.of(
                    new Command(1, new ConfirmSelect(false), Content.NONE),
                    new Command(1, publish, new Content(message.propertyBytes(), message.body(), 0, false)));
        }
    }

    /** The answer holds up to so many messages, fewer when the queue is empty before. */
    record Get(String queue, int count, Afterwards afterwards) implements ServiceRequest {
        @Override
        public List<Command> calls() {
            boolean noAck = afterwards == Afterwards.GONE;
            var get = new Command(1, new BasicGet(queue, noAck), Content.NONE);
            return new ArrayList<>(Collections.nCopies(Math.max(0, count), get));
        }
    }

    /** What becomes of messages that were fetched. */
    enum Afterwards {
        /** They were acknowledged. */
        GONE,
        /** They are back in the queue, because nobody acknowledged them. */
        BACK,
        /** They were rejected and are back in the queue. */
        REJECTED_BACK,
        /** They were rejected, and dead-lettered where that is set up. */
        REJECTED_GONE
    }

    private static List<Command> one(Method method) {
        return List.of(new Command(1, method, Content.NONE));
    }
}
