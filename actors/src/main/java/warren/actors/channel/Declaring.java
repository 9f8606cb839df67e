package warren.actors.channel;

import java.util.Optional;
import java.util.function.Consumer;
import warren.actors.AmqpError;
import warren.actors.access.Permissions.Right;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.QueueDeclaration;
import warren.actors.vhost.ServerNames;
import warren.actors.vhost.VirtualHostActor;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.ResourceName;
import warren.routing.message.FieldTable;
import warren.routing.message.LongString;
import warren.transport.method.ExchangeBind;
import warren.transport.method.ExchangeBindOk;
import warren.transport.method.ExchangeDeclare;
import warren.transport.method.ExchangeDeclareOk;
import warren.transport.method.ExchangeDelete;
import warren.transport.method.ExchangeDeleteOk;
import warren.transport.method.ExchangeUnbind;
import warren.transport.method.ExchangeUnbindOk;
import warren.transport.method.Method;
import warren.transport.method.QueueBind;
import warren.transport.method.QueueBindOk;
import warren.transport.method.QueueDeclare;
import warren.transport.method.QueueDeclareOk;
import warren.transport.method.QueueDelete;
import warren.transport.method.QueueDeleteOk;
import warren.transport.method.QueuePurge;
import warren.transport.method.QueuePurgeOk;
import warren.transport.method.QueueUnbind;
import warren.transport.method.QueueUnbindOk;

/** The methods of the classes exchange and queue: checks of permission, then the virtual host decides. */
final class Declaring {
    static final String REPLY_QUEUE = "amq.rabbitmq.reply-to";

    private final ChannelCore core;
    private final Consumer<String> exchangeDeleted;

    /** {@code exchangeDeleted} hears the name of an exchange that this channel deleted: its next publish must not find it. */
    Declaring(ChannelCore core, Consumer<String> exchangeDeleted) {
        this.core = core;
        this.exchangeDeleted = exchangeDeleted;
    }

    void exchangeDeclare(ExchangeDeclare method) {
        String name = ResourceName.withoutLineBreaks(method.exchange());
        if (method.passive()) {
            requireExchange(name, () -> core.answer(method.noWait(), new ExchangeDeclareOk()));
            return;
        }
        refuseDefaultExchange(name);
        core.requireOnExchange(Right.CONFIGURE, name);
        if (method.arguments().get("alternate-exchange").orElse(null) instanceof LongString alternate) {
            core.requireOnExchange(Right.READ, name);
            core.requireOnExchange(Right.WRITE, alternate.text());
        }
        var definition = new ExchangeDefinition(
                name, method.type(), method.durable(), method.autoDelete(), method.internal(), method.arguments());
        core.askHost(
                replyTo -> new VirtualHostActor.DeclareExchange(definition, replyTo),
                VirtualHostActor.ExchangeDeclared.class,
                declared -> core.answer(method.noWait(), new ExchangeDeclareOk()));
    }

    private void requireExchange(String name, Runnable then) {
        if (name.isEmpty()) {
            then.run();
            return;
        }
        core.askHost(
                replyTo -> new VirtualHostActor.FindExchange(name, replyTo),
                VirtualHostActor.ExchangeFound.class,
                found -> {
                    if (found.exchange().isEmpty()) {
                        throw new AmqpException(AmqpError.noExchange(name, core.settings.virtualHost()));
                    }
                    then.run();
                });
    }

    void exchangeDelete(ExchangeDelete method) {
        String name = ResourceName.withoutLineBreaks(method.exchange());
        refuseDefaultExchange(name);
        core.requireOnExchange(Right.CONFIGURE, name);
        core.askHost(
                replyTo -> new VirtualHostActor.DeleteExchange(name, method.ifUnused(), replyTo),
                VirtualHostActor.Done.class,
                done -> {
                    exchangeDeleted.accept(name);
                    core.answer(method.noWait(), new ExchangeDeleteOk());
                });
    }

    void exchangeBind(ExchangeBind method) {
        bind(
                exchangeBinding(method.source(), method.destination(), method.routingKey(), method.arguments()),
                () -> core.answer(method.noWait(), new ExchangeBindOk()));
    }

    void exchangeUnbind(ExchangeUnbind method) {
        unbind(
                exchangeBinding(method.source(), method.destination(), method.routingKey(), method.arguments()),
                () -> core.answer(method.noWait(), new ExchangeUnbindOk()));
    }

    private BindingDefinition exchangeBinding(String source, String destination, String key, FieldTable arguments) {
        String from = ResourceName.withoutLineBreaks(source);
        String to = ResourceName.withoutLineBreaks(destination);
        refuseDefaultExchange(from);
        refuseDefaultExchange(to);
        core.requireOnExchange(Right.WRITE, to);
        core.requireOnExchange(Right.READ, from);
        return new BindingDefinition(from, Kind.EXCHANGE, to, key, arguments);
    }

    void queueDeclare(QueueDeclare method) {
        String name = ResourceName.withoutLineBreaks(method.queue());
        if (name.equals(REPLY_QUEUE)) {
            // to the client it is a queue that is there
            core.answer(method.noWait(), new QueueDeclareOk(name, 0, 1));
            return;
        }
        if (name.startsWith(REPLY_QUEUE + ".")) {
            declareReplyQueue(name, method.noWait());
            return;
        }
        if (method.passive()) {
            core.withQueue(name, use -> count(use, method.noWait()));
            return;
        }
        // the virtual host finds the name of one that has none: any such name will do for the check
        core.requireOnQueue(Right.CONFIGURE, name.isEmpty() ? ServerNames.queue() : name);
        var declaration = new QueueDeclaration(
                name, method.durable(), method.exclusive(), method.autoDelete(), method.arguments());
        core.askHost(
                replyTo -> new VirtualHostActor.DeclareQueue(
                        declaration, core.settings.connection(), refuseDeadLetters(declaration), replyTo),
                VirtualHostActor.QueueDeclared.class,
                declared -> count(core.queues.use(declared.queue()), method.noWait()));
    }

    /** Dead letters take messages out of the queue and into the exchange in the name of the one who made the queue. */
    private Optional<AmqpError> refuseDeadLetters(QueueDeclaration queue) {
        return queue.arguments()
                .text("x-dead-letter-exchange")
                .flatMap(exchange -> core.refusalOnQueue(Right.READ, queue.name())
                        .or(() -> core.refusalOnExchange(Right.WRITE, exchange)));
    }

    private void count(QueueUse use, boolean noWait) {
        core.rememberQueue(use.queue.name());
        if (noWait) {
            return;
        }
        core.askQueue(use, new QueueProtocol.Count(core.queueReplies), reply -> {
            if (reply instanceof QueueProtocol.Counted counted) {
                core.output.method(new QueueDeclareOk(use.queue.name(), counted.ready(), counted.consumers()));
            }
        });
    }

    /** Tells whether the requester of a direct reply is still there. */
    private void declareReplyQueue(String name, boolean noWait) {
        core.withQueue(name, use -> core.answer(noWait, new QueueDeclareOk(name, 0, 1)));
    }

    void queueDelete(QueueDelete method) {
        String name = core.queueName(ResourceName.withoutLineBreaks(method.queue()));
        core.requireOnQueue(Right.CONFIGURE, name);
        core.askHost(
                replyTo -> new VirtualHostActor.DeleteQueue(
                        name, method.ifUnused(), method.ifEmpty(), Optional.of(core.settings.connection()), replyTo),
                VirtualHostActor.QueueDeleted.class,
                deleted -> core.answer(method.noWait(), new QueueDeleteOk(deleted.messages())));
    }

    void queuePurge(QueuePurge method) {
        String name = core.queueName(method.queue());
        core.requireOnQueue(Right.READ, name);
        core.withQueue(
                name,
                use -> core.askQueue(use, new QueueProtocol.Purge(core.queueReplies), reply -> {
                    if (reply instanceof QueueProtocol.Purged purged) {
                        core.answer(method.noWait(), new QueuePurgeOk(purged.count()));
                    }
                }));
    }

    void queueBind(QueueBind method) {
        bind(
                queueBinding(method.queue(), method.exchange(), method.routingKey(), method.arguments()),
                () -> core.answer(method.noWait(), new QueueBindOk()));
    }

    void queueUnbind(QueueUnbind method) {
        unbind(
                queueBinding(method.queue(), method.exchange(), method.routingKey(), method.arguments()),
                () -> core.output.method(new QueueUnbindOk()));
    }

    private BindingDefinition queueBinding(String queue, String exchange, String key, FieldTable arguments) {
        String to = core.queueName(ResourceName.withoutLineBreaks(queue));
        String from = ResourceName.withoutLineBreaks(exchange);
        // a client that names neither queue nor key means the queue's own name as the key
        String routingKey = queue.isEmpty() && key.isEmpty() ? to : key;
        core.requireOnQueue(Right.WRITE, to);
        refuseDefaultExchange(from);
        core.requireOnExchange(Right.READ, from);
        return new BindingDefinition(from, Kind.QUEUE, to, routingKey, arguments);
    }

    private void bind(BindingDefinition binding, Runnable then) {
        checkTopic(
                binding,
                () -> core.askHost(
                        replyTo -> new VirtualHostActor.Bind(binding, core.settings.connection(), replyTo),
                        VirtualHostActor.Done.class,
                        done -> then.run()));
    }

    private void unbind(BindingDefinition binding, Runnable then) {
        checkTopic(
                binding,
                () -> core.askHost(
                        replyTo -> new VirtualHostActor.Unbind(binding, core.settings.connection(), replyTo),
                        VirtualHostActor.Done.class,
                        done -> then.run()));
    }

    /** Whether routing keys matter depends on the type of the source, which the virtual host knows. */
    private void checkTopic(BindingDefinition binding, Runnable then) {
        if (!core.limitsTopics(binding.source())) {
            then.run();
            return;
        }
        core.askHost(
                replyTo -> new VirtualHostActor.FindExchange(binding.source(), replyTo),
                VirtualHostActor.ExchangeFound.class,
                found -> {
                    found.exchange().ifPresent(source -> core.requireOnTopic(Right.READ, source, binding.routingKey()));
                    then.run();
                });
    }

    private static void refuseDefaultExchange(String name) {
        if (name.isEmpty()) {
            throw new AmqpException(AmqpError.accessRefused("operation not permitted on the default exchange"));
        }
    }

    /** Names the methods of this class to the channel. */
    boolean handle(Method method) {
        if (method instanceof QueueDeclare declare) {
            queueDeclare(declare);
        } else if (method instanceof QueueBind bind) {
            queueBind(bind);
        } else if (method instanceof ExchangeDeclare declare) {
            exchangeDeclare(declare);
        } else if (method instanceof QueueDelete delete) {
            queueDelete(delete);
        } else if (method instanceof QueueUnbind unbind) {
            queueUnbind(unbind);
        } else if (method instanceof QueuePurge purge) {
            queuePurge(purge);
        } else if (method instanceof ExchangeDelete delete) {
            exchangeDelete(delete);
        } else if (method instanceof ExchangeBind bind) {
            exchangeBind(bind);
        } else if (method instanceof ExchangeUnbind unbind) {
            exchangeUnbind(unbind);
        } else {
            return false;
        }
        return true;
    }
}
