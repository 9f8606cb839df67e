package warren.exchange;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of one message. Made by the static methods; headers may then be changed, and every queue that gets the message gets it
 * so.
 *
 * @param bindings of {@link Verdict#ROUTE}: those that it follows
 * @param delay of {@link Verdict#LATER}, above zero
 * @param reason of {@link Verdict#DROP} and {@link Verdict#REFUSE}, for the log
 * @param headers that are set, with values as in {@link MessageProperties#headers()}
 * @param removedHeaders names of headers that go
 */
public record Routing(
        Verdict verdict,
        List<Binding> bindings,
        Duration delay,
        String reason,
        Map<String, Object> headers,
        Set<String> removedHeaders) {
    /** The four things that can become of a message. */
    public enum Verdict {
        ROUTE,
        LATER,
        DROP,
        REFUSE
    }

    private static final Routing NOWHERE = of(Verdict.ROUTE, List.of(), Duration.ZERO, "");

    /** Copies what can change. */
    public Routing {
        bindings = List.copyOf(bindings);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        removedHeaders = Collections.unmodifiableSet(new LinkedHashSet<>(removedHeaders));
    }

    private static Routing of(Verdict verdict, List<Binding> bindings, Duration delay, String reason) {
        return new Routing(verdict, bindings, delay, reason, Map.of(), Set.of());
    }

    /** To where these bindings lead, each queue once. Without any it is as with {@link #nowhere}. */
    public static Routing to(Collection<Binding> bindings) {
        return bindings.isEmpty() ? NOWHERE : of(Verdict.ROUTE, List.copyOf(bindings), Duration.ZERO, "");
    }

    /** To where this binding leads. */
    public static Routing to(Binding binding) {
        return to(List.of(binding));
    }

    /** Nothing matches: to the alternate exchange, else back to the publisher if the message is mandatory; confirmed either way. */
    public static Routing nowhere() {
        return NOWHERE;
    }

    /**
     * It waits, on disk if it is persistent or the exchange durable, and is asked about again when it is due: {@link
     * ExchangeMessage#isDue}. Confirmed when it is safe there. Only for types that say {@link ExchangeExtension#delaysMessages}.
     */
    public static Routing later(Duration delay) {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("a delay of " + delay);
        }
        return of(Verdict.LATER, List.of(), delay, "");
    }

    /** It is thrown away on purpose: confirmed, and not sent to the alternate exchange. */
    public static Routing drop(String reason) {
        return of(Verdict.DROP, List.of(), Duration.ZERO, reason);
    }

    /** Its publisher gets basic.nack if it uses confirms. */
    public static Routing refuse(String reason) {
        return of(Verdict.REFUSE, List.of(), Duration.ZERO, reason);
    }

    /** The same, with this header set. */
    public Routing withHeader(String name, Object value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Routing(verdict, bindings, delay, reason, changed, removedHeaders);
    }

    /** The same, with this header gone. */
    public Routing withoutHeader(String name) {
        var removed = new LinkedHashSet<>(removedHeaders);
        removed.add(name);
        return new Routing(verdict, bindings, delay, reason, headers, removed);
    }

    /** True when it changes the message. */
    public boolean changesHeaders() {
        return !headers.isEmpty() || !removedHeaders.isEmpty();
    }
}
