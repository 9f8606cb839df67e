package warren.actors.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import warren.actors.access.Fingerprints.Fingerprint;

/**
 * The brake on guessing passwords. Whoever has shown so many different wrong passwords for one user from one address within a window is
 * not looked at for a while, right password or not; the same user from elsewhere, and other users from there, do not notice. A program
 * that shows the same wrong password again and again guesses nothing: it counts once, and its password is not hashed again. Knows no
 * clock: times are milliseconds of any that does not go back.
 */
public final class FailedLogins {
    /** The pair that was quiet longest is forgotten beyond this. */
    private static final int PAIRS_MAX = 10_000;

    /**
     * What is too much.
     *
     * @param max different wrong passwords; 0: the brake is off
     * @param window since the first of them
     * @param hold how long nobody is looked at then
     */
    public record Rules(int max, Duration window, Duration hold) {}

    private record Pair(InetAddress address, String user) {}

    private static final class Failures {
        private final Set<Fingerprint> shown = new HashSet<>();
        private final long until;
        private boolean held;

        Failures(long until) {
            this.until = until;
        }
    }

    private final Map<Pair, Failures> pairs = new LinkedHashMap<>();
    private Rules rules;

    FailedLogins(Rules rules) {
        this.rules = rules;
    }

    Rules rules() {
        return rules;
    }

    /** From now on. */
    void change(Rules changed) {
        rules = changed;
        if (rules.max() == 0) {
            pairs.clear();
        }
    }

    /** True while nobody is looked at. */
    boolean holds(InetAddress address, String user, long nowMillis) {
        Failures failures = current(new Pair(address, user), nowMillis);
        return failures != null && failures.held;
    }

    /** True for what was wrong before. */
    boolean isKnown(InetAddress address, String user, Fingerprint shown, long nowMillis) {
        Failures failures = current(new Pair(address, user), nowMillis);
        return failures != null && failures.shown.contains(shown);
    }

    /** This password was wrong. True when that was one too many. */
    boolean failed(InetAddress address, String user, Fingerprint shown, long nowMillis) {
        if (rules.max() == 0) {
            return false;
        }
        var pair = new Pair(address, user);
        Failures failures = current(pair, nowMillis);
        if (failures == null) {
            failures = new Failures(nowMillis + rules.window().toMillis());
        }
        pairs.remove(pair);
        failures.shown.add(shown);
        boolean tooMany = !failures.held && failures.shown.size() >= rules.max();
        if (tooMany) {
            failures = new Failures(nowMillis + rules.hold().toMillis());
            failures.held = true;
        }
        pairs.put(pair, failures);
        if (pairs.size() > PAIRS_MAX) {
            pairs.remove(pairs.keySet().iterator().next());
        }
        return tooMany;
    }

    /** The right password from there ends the count. */
    void succeeded(InetAddress address, String user) {
        pairs.remove(new Pair(address, user));
    }

    private @Nullable Failures current(Pair pair, long nowMillis) {
        Failures failures = pairs.get(pair);
        if (failures != null && failures.until <= nowMillis) {
            pairs.remove(pair);
            return null;
        }
        return failures;
    }
}
