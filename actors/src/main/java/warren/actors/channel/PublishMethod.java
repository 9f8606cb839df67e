package warren.actors.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.access.Permissions.Right;
import warren.actors.exchange.ExchangeRef;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.CopyKeys;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;
import warren.routing.message.PropertiesCodec;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.method.BasicPublish;
import warren.transport.method.ReplyCode;

/**
 * basic.publish: the checks, in RabbitMQ's order (size, permission, exchange, internal, expiration, user, reply-to, copies).
 */
final class PublishMethod {
    private static final long EXPIRATION_MAX = 315_360_000_000L;

    private final ChannelCore core;
    private final Publishing publishing;
    private final BasicMethods basics;
    private final Map<String, ExchangeRef> exchanges = new HashMap<>();

    PublishMethod(ChannelCore core, Publishing publishing, BasicMethods basics) {
        this.core = core;
        this.publishing = publishing;
        this.basics = basics;
    }

    void handle(Command command, BasicPublish method) {
        Content content = command.content();
        if (content.noRoom()) {
            throw new AmqpException(new AmqpError(
                    ReplyCode.CONTENT_TOO_LARGE,
                    "there is no memory for a message of " + content.skippedBytes()
                            + " bytes at present; try again later"));
        }
        if (content.skippedBytes() > 0) {
            throw new AmqpException(AmqpError.preconditionFailed("message size " + content.skippedBytes()
                    + " is larger than configured max size " + core.settings.messageMaxBytes()));
        }
        if (method.immediate()) {
            throw new AmqpException(AmqpError.notImplemented("immediate=true"));
        }
        core.requireOnExchange(Right.WRITE, method.exchange());
        if (method.exchange().isEmpty()) {
            publish(null, method, content);
            return;
        }
        ExchangeRef known = exchanges.get(method.exchange());
        if (known != null) {
            publish(known, method, content);
            return;
        }
        core.askHost(
                replyTo -> new VirtualHostActor.FindExchange(method.exchange(), replyTo),
                VirtualHostActor.ExchangeFound.class,
                found -> onExchangeFound(found, method, content));
    }

    private void onExchangeFound(VirtualHostActor.ExchangeFound found, BasicPublish method, Content content) {
        ExchangeRef exchange = found.exchange()
                .orElseThrow(
                        () -> new AmqpException(AmqpError.noExchange(method.exchange(), core.settings.virtualHost())));
        exchanges.put(exchange.name(), exchange);
        publishing.watch(exchange);
        publish(exchange, method, content);
    }

    private void publish(@Nullable ExchangeRef exchange, BasicPublish method, Content content) {
        if (exchange != null && exchange.internal()) {
            throw new AmqpException(AmqpError.accessRefused(
                    "cannot publish to internal " + AmqpError.exchange(exchange.name(), core.settings.virtualHost())));
        }
        byte[] properties = content.propertyBytes();
        Message message = new Message(method.exchange(), method.routingKey(), properties, content.body());
        boolean needsCheck = PropertiesCodec.needsCheck(properties);
        if (needsCheck) {
            message.properties()
                    .expiration()
                    .flatMap(PublishMethod::refuseExpiration)
                    .ifPresent(error -> {
                        throw new AmqpException(error);
                    });
        }
        if (exchange != null && core.limitsTopics(exchange.name())) {
            core.requireOnTopic(Right.WRITE, exchange, method.routingKey());
        }
        if (needsCheck) {
            message = checkProperties(message);
        }
        publishing.add(exchange, message, method.mandatory(), ChannelActor.weightOf(content));
    }

    private Message checkProperties(Message message) {
        BasicProperties properties = message.properties();
        Optional<String> userId = properties.userId();
        if (userId.isPresent()
                && !userId.get().equals(core.grant().user())
                && !core.grant().impersonator()) {
            throw new AmqpException(AmqpError.preconditionFailed("user_id property set to '" + userId.get()
                    + "' but authenticated user was '" + core.grant().user() + "'"));
        }
        return withCopyKeys(withReplyName(message));
    }

    private static Message withCopyKeys(Message message) {
        BasicProperties properties = message.properties();
        CopyKeys.refusal(properties.headers()).ifPresent(reason -> {
            throw new AmqpException(AmqpError.preconditionFailed(reason));
        });
        List<String> keys = CopyKeys.of(properties.headers());
        BasicProperties seen = CopyKeys.withoutBcc(properties);
        Message result = seen == properties ? message : message.withProperties(seen);
        return keys.isEmpty() ? result : result.withCopyKeys(keys);
    }

    private Message withReplyName(Message message) {
        BasicProperties properties = message.properties();
        if (!properties.replyTo().equals(Optional.of(Declaring.REPLY_QUEUE))) {
            return message;
        }
        if (basics.replyName().isEmpty()) {
            throw new AmqpException(AmqpError.preconditionFailed("fast reply consumer does not exist"));
        }
        return message.withProperties(
                properties.toBuilder().replyTo(basics.replyName()).build());
    }

    private static Optional<AmqpError> refuseExpiration(String expiration) {
        String reason = null;
        int digits = 0;
        boolean negative = expiration.startsWith("-") && expiration.length() > 1;
        int sign = negative || expiration.startsWith("+") ? 1 : 0;
        for (int i = sign; i < expiration.length() && Character.isDigit(expiration.charAt(i)); i++) {
            digits++;
        }
        int end = digits + sign;
        if (digits == 0) {
            reason = "no_integer";
        } else if (end < expiration.length()) {
            reason = "{leftover_string,\"" + expiration.substring(end) + "\"}";
        } else if (negative) {
            reason = "{value_negative," + expiration + "}";
        } else if (digits > 18 || Long.parseLong(expiration) > EXPIRATION_MAX) {
            reason = "{value_too_large," + expiration + "}";
        }
        return reason == null
                ? Optional.empty()
                : Optional.of(AmqpError.preconditionFailed("invalid expiration '" + expiration + "': " + reason));
    }

    /** The exchange is gone: its name has to be looked up again. */
    void forget(String exchange) {
        exchanges.remove(exchange);
    }
}
