package warren.server.it;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import warren.server.it.ScriptPlayer.Step;

/** The operations of a script, on one channel. Each says what was answered; what else comes is seen by the channel. */
final class Operations {
    private final ScriptPlayer player;
    private final ObservedConnection connection;
    private final ObservedChannel channel;
    private final int number;

    Operations(ScriptPlayer player, ObservedConnection connection, ObservedChannel channel) {
        this.player = player;
        this.connection = connection;
        this.channel = channel;
        this.number = channel.number;
    }

    /** Nothing at all when the step makes no sense now; an empty list when it was played and nothing was answered. */
    Optional<List<String>> play(Step step) throws IOException {
        boolean settling = step.is("ack") || step.is("nack") || step.is("reject");
        if (settling && !step.has("all") && tag(step.word(0)).isEmpty()) {
            return Optional.empty();
        }
        boolean requeueingAll = step.is("recover") || (step.has("all") && step.has("requeue"));
        if (requeueingAll && channel.holdsForSeveralConsumersOfAQueue()) {
            return Optional.empty();
        }
        return Optional.of(playAny(step));
    }

    private List<String> playAny(Step step) throws IOException {
        return switch (step.operation()) {
            case "open" -> open();
            case "close" -> close();
            case "exchange.declare" -> exchangeDeclare(step);
            case "exchange.delete" ->
                answer(new AMQImpl.Exchange.Delete(0, player.name(step.word(0)), step.has("if-unused"), false));
            case "exchange.bind" ->
                answer(new AMQImpl.Exchange.Bind(
                        0, player.name(step.word(0)), player.name(step.word(1)), step.word(2), false, Map.of()));
            case "exchange.unbind" ->
                answer(new AMQImpl.Exchange.Unbind(
                        0, player.name(step.word(0)), player.name(step.word(1)), step.word(2), false, Map.of()));
            case "queue.declare" -> queueDeclare(step);
            case "queue.bind" ->
                answer(new AMQImpl.Queue.Bind(
                        0, player.name(step.word(0)), player.name(step.word(1)), step.word(2), false, Map.of()));
            case "queue.unbind" ->
                answer(new AMQImpl.Queue.Unbind(
                        0, player.name(step.word(0)), player.name(step.word(1)), step.word(2), Map.of()));
            case "queue.purge" -> queuePurge(step);
            case "queue.delete" -> queueDelete(step);
            default -> playBasic(step);
        };
    }

    private List<String> playBasic(Step step) throws IOException {
        return switch (step.operation()) {
            case "publish" -> publish(step);
            case "get" -> get(step);
            case "consume" -> consume(step);
            case "cancel" -> cancel(step);
            case "ack", "nack", "reject" -> settle(step);
            case "recover" -> recover(step);
            case "qos" -> answer(new AMQImpl.Basic.Qos(0, Integer.parseInt(step.word(0)), false));
            case "qos-bytes" -> answer(new AMQImpl.Basic.Qos(10, 0, false));
            case "confirm" -> confirm();
            case "tx.select" -> answer(new AMQImpl.Tx.Select());
            case "tx.commit" -> answer(new AMQImpl.Tx.Commit());
            case "tx.rollback" -> answer(new AMQImpl.Tx.Rollback());
            default -> throw new IllegalArgumentException("no such operation: " + step);
        };
    }

    private List<String> answer(Method method) throws IOException {
        return connection
                .ask(number, method)
                .map(reply -> List.of(plainName(reply.method())))
                .orElse(List.of());
    }

    private static String plainName(Method method) {
        return method.protocolMethodName();
    }

    private List<String> open() throws IOException {
        connection.open(number);
        return List.of("channel.open-ok");
    }

    private List<String> close() throws IOException {
        connection.closeChannel(number);
        return List.of("channel.close-ok");
    }

    private List<String> exchangeDeclare(Step step) throws IOException {
        player.exchangeDeclared(step.word(0));
        return answer(new AMQImpl.Exchange.Declare(
                0,
                player.name(step.word(0)),
                step.word(1),
                step.has("passive"),
                step.has("durable"),
                step.has("auto-delete"),
                step.has("internal"),
                false,
                step.arguments()));
    }

    private List<String> queueDeclare(Step step) throws IOException {
        String alias = step.word(0);
        Optional<ObservedChannel.Reply> reply = connection.ask(
                number,
                new AMQImpl.Queue.Declare(
                        0,
                        player.name(alias),
                        step.has("passive"),
                        step.has("durable"),
                        step.has("exclusive"),
                        false,
                        false,
                        step.arguments()));
        if (reply.isEmpty()) {
            return List.of();
        }
        String name = ((AMQImpl.Queue.DeclareOk) reply.get().method()).getQueue();
        player.queueDeclared(alias, name);
        return List.of("queue.declare-ok " + name);
    }

    private List<String> queuePurge(Step step) throws IOException {
        return connection
                .ask(number, new AMQImpl.Queue.Purge(0, player.name(step.word(0)), false))
                .map(reply -> List.of("queue.purge-ok " + ((AMQImpl.Queue.PurgeOk) reply.method()).getMessageCount()))
                .orElse(List.of());
    }

    private List<String> queueDelete(Step step) throws IOException {
        Optional<ObservedChannel.Reply> reply = connection.ask(
                number,
                new AMQImpl.Queue.Delete(
                        0, player.name(step.word(0)), step.has("if-unused"), step.has("if-empty"), false));
        if (reply.isEmpty()) {
            return List.of();
        }
        player.queueDeleted(step.word(0));
        return List.of(
                "queue.delete-ok " + ((AMQImpl.Queue.DeleteOk) reply.get().method()).getMessageCount());
    }

    private List<String> publish(Step step) throws IOException {
        if (channel.nextConfirm > 0) {
            channel.unconfirmed.add(channel.nextConfirm++);
        }
        // The key of the default exchange is a queue's name.
        String key = step.word(0).equals("-") ? player.name(step.word(1)) : step.word(1);
        connection.publish(
                number,
                new AMQImpl.Basic.Publish(
                        0, player.name(step.word(0)), key, step.has("mandatory"), step.has("immediate")),
                ScriptPlayer.properties(step),
                step.word(2));
        return List.of();
    }

    private List<String> get(Step step) throws IOException {
        boolean noAck = step.has("no-ack");
        Optional<ObservedChannel.Reply> reply =
                connection.ask(number, new AMQImpl.Basic.Get(0, player.name(step.word(0)), noAck));
        if (reply.isEmpty()) {
            return List.of();
        }
        if (!(reply.get().method() instanceof AMQImpl.Basic.GetOk got)) {
            return List.of("basic.get-empty");
        }
        if (!noAck) {
            channel.held.put(got.getDeliveryTag(), step.word(0));
        }
        return List.of("basic.get-ok " + reply.get().body() + (got.getRedelivered() ? " redelivered" : "") + " by "
                + got.getExchange() + "/" + got.getRoutingKey() + ", " + got.getMessageCount() + " left");
    }

    private List<String> consume(Step step) throws IOException {
        String tag = step.word(1);
        boolean reused = channel.consumers.containsKey(tag);
        if (step.has("no-ack") && !reused) {
            channel.consumersWithoutAck.add(tag);
        }
        List<String> said = answer(new AMQImpl.Basic.Consume(
                0,
                player.name(step.word(0)),
                tag,
                false,
                step.has("no-ack"),
                step.has("exclusive"),
                false,
                step.arguments()));
        if (!said.isEmpty()) {
            channel.consumers.put(tag, step.word(0));
            channel.consumedQueues.put(tag, step.word(0));
        }
        return said;
    }

    private List<String> cancel(Step step) throws IOException {
        List<String> said = answer(new AMQImpl.Basic.Cancel(step.word(0), false));
        channel.consumers.remove(step.word(0));
        return said;
    }

    /** "ack oldest", "nack all requeue", "reject 999": what is settled is found among what the channel holds. */
    private List<String> settle(Step step) throws IOException {
        boolean requeue = step.has("requeue");
        boolean multiple = step.has("all");
        long tag = multiple ? 0 : tag(step.word(0)).orElseThrow();
        if (multiple) {
            channel.held.clear();
        } else {
            channel.held.remove(tag);
        }
        connection.send(
                number,
                switch (step.operation()) {
                    case "ack" -> new AMQImpl.Basic.Ack(tag, multiple);
                    case "nack" -> new AMQImpl.Basic.Nack(tag, multiple, requeue);
                    default -> new AMQImpl.Basic.Reject(tag, requeue);
                });
        return List.of();
    }

    /** Oldest and newest are those of the first consumer or queue by name: between several, the order of arrival is chance. */
    private Optional<Long> tag(String word) {
        if (word.matches("\\d+")) {
            return Optional.of(Long.valueOf(word));
        }
        Optional<String> source = channel.held.values().stream().min(String::compareTo);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        List<Long> tags = new ArrayList<>();
        channel.held.forEach((tag, from) -> {
            if (from.equals(source.get())) {
                tags.add(tag);
            }
        });
        return Optional.of(tags.get(word.equals("oldest") ? 0 : tags.size() - 1));
    }

    private List<String> recover(Step step) throws IOException {
        channel.held.clear();
        return answer(new AMQImpl.Basic.Recover(!step.has("without-requeue")));
    }

    private List<String> confirm() throws IOException {
        List<String> said = answer(new AMQImpl.Confirm.Select(false));
        if (!said.isEmpty() && channel.nextConfirm == 0) {
            channel.nextConfirm = 1;
        }
        return said;
    }
}
