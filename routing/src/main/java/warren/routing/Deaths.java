package warren.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * What a dead letter carries with it: the header x-death, newest death first, one entry for each pair of queue and reason. Fields stand
 * in RabbitMQ's order: as below in the first entry of a message, by name in later ones.
 */
public final class Deaths {
    private static final String DEATHS = "x-death";
    private static final String REASON = "reason";
    private static final String QUEUE = "queue";
    private static final String COUNT = "count";
    private static final FieldValue NONE = new FieldValue.NoValue();

    /** Why a message left its queue as a dead letter. */
    public enum Reason {
        REJECTED,
        EXPIRED,
        MAXLEN,
        DELIVERY_LIMIT;

        LongString text() {
            return LongString.of(name().toLowerCase(Locale.ROOT));
        }
    }

    /** One death. */
    public record Death(Reason reason, String queue, long timeSeconds) {}

    private Deaths() {}

    /**
     * The message as it goes to a dead-letter exchange: with its death in the headers and without its expiration. A routing key of the
     * queue replaces all of its own, those of CC and BCC too.
     */
    public static Message letter(Message dead, Death death, String exchange, Optional<String> routingKey) {
        BasicProperties properties = dead.properties();
        FieldTable headers = headers(properties.headers(), entry(dead, death), dead.exchange());
        BasicProperties changed = properties.toBuilder()
                .headers(routingKey.isPresent() ? headers.without("CC") : headers)
                .expiration(null)
                .build();
        return Message.of(exchange, routingKey.orElse(dead.routingKey()), changed, dead.body())
                .withCopyKeys(routingKey.isPresent() ? List.of() : dead.copyKeys());
    }

    private static Map<String, FieldValue> entry(Message dead, Death death) {
        var keys = new ArrayList<FieldValue>();
        keys.add(LongString.of(dead.routingKey()));
        CopyKeys.of(dead.properties().headers()).forEach(key -> keys.add(LongString.of(key)));
        var entry = new LinkedHashMap<String, FieldValue>();
        entry.put(COUNT, FieldValue.of(1L));
        entry.put(REASON, death.reason().text());
        entry.put(QUEUE, LongString.of(death.queue()));
        entry.put("time", new FieldValue.Timestamp(death.timeSeconds()));
        entry.put("exchange", LongString.of(dead.exchange()));
        entry.put("routing-keys", new FieldValue.Array(keys));
        dead.properties()
                .expiration()
                .ifPresent(expiration -> entry.put("original-expiration", LongString.of(expiration)));
        return entry;
    }

    private static FieldTable headers(FieldTable before, Map<String, FieldValue> entry, String exchange) {
        var headers = new TreeMap<>(before.fields());
        FieldValue deaths = before.fields().get(DEATHS);
        if (deaths instanceof FieldValue.Array array) {
            headers.put(DEATHS, withDeath(array.values(), entry));
            return new FieldTable(headers);
        }
        headers.put(DEATHS, new FieldValue.Array(List.of(new FieldTable(entry))));
        if (deaths == null) {
            headers.put("x-first-death-reason", field(entry, REASON));
            headers.put("x-first-death-queue", field(entry, QUEUE));
            headers.put("x-first-death-exchange", LongString.of(exchange));
        }
        return new FieldTable(headers);
    }

    private static FieldValue field(Map<String, FieldValue> entry, String name) {
        return Optional.ofNullable(entry.get(name)).orElseThrow();
    }

    private static FieldValue.Array withDeath(List<FieldValue> deaths, Map<String, FieldValue> entry) {
        var result = new ArrayList<FieldValue>();
        Map<String, FieldValue> newest = entry;
        for (FieldTable death : grouped(deaths)) {
            if (Cause.of(death).equals(new Cause(field(entry, QUEUE), field(entry, REASON)))) {
                newest = death.with(COUNT, FieldValue.of(death.number(COUNT).orElse(1) + 1))
                        .fields();
            } else {
                result.add(death);
            }
        }
        result.add(0, new FieldTable(new TreeMap<>(newest)));
        return new FieldValue.Array(result);
    }

    /** What makes two entries one. */
    private record Cause(FieldValue queue, FieldValue reason) {
        static Cause of(FieldTable death) {
            return new Cause(death.get(QUEUE).orElse(NONE), death.get(REASON).orElse(NONE));
        }
    }

    /** RabbitMQ before 3.5 did not count but repeated entries, and a client may send what it has kept. */
    private static Collection<FieldTable> grouped(List<FieldValue> deaths) {
        var first = new LinkedHashMap<Cause, FieldTable>();
        var times = new HashMap<Cause, Integer>();
        for (FieldValue each : deaths) {
            if (each instanceof FieldTable death) {
                first.putIfAbsent(Cause.of(death), death);
                times.merge(Cause.of(death), 1, Integer::sum);
            }
        }
        first.replaceAll((cause, death) -> death.get(COUNT).isPresent()
                ? death
                : death.with(COUNT, FieldValue.of((long) times.getOrDefault(cause, 1))));
        return first.values();
    }

    /** True when this letter has been in the queue before and nobody has rejected it since: it would go round for ever. */
    public static boolean isCycle(Message letter, String queue) {
        if (!(letter.properties().headers().fields().get(DEATHS) instanceof FieldValue.Array array)) {
            return false;
        }
        LongString name = LongString.of(queue);
        for (FieldValue each : array.values()) {
            if (!(each instanceof FieldTable death)
                    || Reason.REJECTED.text().equals(death.get(REASON).orElse(NONE))) {
                return false;
            }
            if (name.equals(death.get(QUEUE).orElse(NONE))) {
                return true;
            }
        }
        return false;
    }
}
