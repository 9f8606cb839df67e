package warren.actors.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.access.AccessActor.Authenticate;
import warren.actors.access.Fingerprints.Fingerprint;
import warren.persistence.event.UserDefinition;

/**
 * Finds out whether who logs in knows the password. A slow hash is computed on threads of its own, a few at a time, and once for all who
 * show the same password meanwhile; a password that was right is remembered by its fingerprint until its user changes, so whoever
 * connects again and again costs microseconds. Part of the {@link AccessActor}, in whose turns all of it runs.
 */
final class LoginDesk {
    private static final Logger LOG = LoggerFactory.getLogger("access");
    /** What waits beyond this is refused: it would time out anyway. */
    private static final int COMPARISONS_MAX = 1000;

    private static final String DISPATCHER = "warren.access.dispatcher";

    private final ActorContext<AccessActor.Command> context;
    private final AccessState state;
    private final BiConsumer<Authenticate, Outcome> answer;
    private final Executor threads;
    private final Fingerprints fingerprints = new Fingerprints();
    private final FailedLogins failures;
    /** The password of each user that has logged in, since the user last changed. */
    private final Map<String, Fingerprint> proven = new HashMap<>();
    /** Who waits for each comparison. */
    private final Map<Fingerprint, List<Authenticate>> underWay = new HashMap<>();

    /** What became of a login. */
    enum Outcome {
        PROVEN,
        WRONG,
        /** There were so many wrong ones from there that nobody has looked at this one. */
        HELD,
        /** So many are being looked into that nobody has looked into this one. */
        OVERLOADED
    }

    /** {@code answer} hears of each login once. */
    LoginDesk(
            ActorContext<AccessActor.Command> context,
            AccessState state,
            FailedLogins.Rules rules,
            BiConsumer<Authenticate, Outcome> answer) {
        this.context = context;
        this.failures = new FailedLogins(rules);
        this.state = state;
        this.answer = answer;
        this.threads = context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(DISPATCHER));
    }

    /** Hashes a new password on the same threads; {@code then} or {@code failed} makes a message to the actor of it. */
    void hash(
            PasswordHashing hashing,
            Password.Plain password,
            Function<Password.Hashed, AccessActor.Command> then,
            Supplier<AccessActor.Command> failed) {
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> hashing.hash(password.text()), threads), (hashed, failure) -> {
                    if (failure != null) {
                        LOG.error("A password cannot be hashed", failure);
                        return failed.get();
                    }
                    return then.apply(hashed);
                });
    }

    /** What counts as too many failed logins from now on. */
    void change(FailedLogins.Rules rules) {
        failures.change(rules);
    }

    void authenticate(Authenticate login) {
        if (login.from().isPresent() && failures.holds(login.from().get().address(), login.user(), nowMillis())) {
            answer.accept(login, Outcome.HELD);
            return;
        }
        UserDefinition user = state.user(login.user());
        Password.Hashed known = user == null
                ? new Password.Hashed("", PasswordHash.SHA_256)
                : new Password.Hashed(user.passwordHash(), user.hashingAlgorithm());
        Fingerprint shown = fingerprints.of(login.user(), known.hash(), login.password());
        if (shown.equals(proven.get(login.user()))) {
            conclude(login, shown, true);
        } else if (user == null || wasWrong(login, shown)) {
            conclude(login, shown, false);
        } else if (!known.isSlow()) {
            conclude(login, shown, known.matches(login.password()));
        } else {
            compare(login, shown, known);
        }
    }

    private boolean wasWrong(Authenticate login, Fingerprint shown) {
        return login.from().isPresent()
                && failures.isKnown(login.from().get().address(), login.user(), shown, nowMillis());
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void compare(Authenticate login, Fingerprint shown, Password.Hashed known) {
        List<Authenticate> others = underWay.get(shown);
        if (others != null) {
            others.add(login);
        } else if (underWay.size() >= COMPARISONS_MAX) {
            answer.accept(login, Outcome.OVERLOADED);
        } else {
            underWay.put(shown, new ArrayList<>(List.of(login)));
            context.pipeToSelf(
                    CompletableFuture.supplyAsync(() -> known.matches(login.password()), threads),
                    (right, failure) ->
                            new AccessActor.PasswordCompared(shown, known, right, Optional.ofNullable(failure)));
        }
    }

    void compared(AccessActor.PasswordCompared comparison) {
        comparison.failure().ifPresent(failure -> LOG.error("A password could not be compared", failure));
        List<Authenticate> logins =
                Optional.ofNullable(underWay.remove(comparison.shown())).orElseGet(List::of);
        boolean right = Boolean.TRUE.equals(comparison.right());
        for (Authenticate login : logins) {
            UserDefinition user = state.user(login.user());
            if (user == null || !user.passwordHash().equals(comparison.known().hash())) {
                // the user has changed meanwhile
                authenticate(login);
            } else {
                conclude(login, comparison.shown(), right);
            }
        }
    }

    private void conclude(Authenticate login, Fingerprint shown, boolean right) {
        if (right) {
            proven.put(login.user(), shown);
        }
        login.from().ifPresent(from -> {
            if (right) {
                failures.succeeded(from.address(), login.user());
            } else if (failures.failed(from.address(), login.user(), shown, nowMillis())) {
                LOG.warn(
                        "user '{}' at {} has shown too many wrong passwords ({}); further ones from there are refused for {} s",
                        login.user(),
                        from.address().getHostAddress(),
                        from.protocol(),
                        failures.rules().hold().toSeconds());
            }
        });
        answer.accept(login, right ? Outcome.PROVEN : Outcome.WRONG);
    }

    /** Users that are gone are forgotten; a new password has another fingerprint in any case. */
    void usersChanged() {
        proven.keySet().removeIf(user -> state.user(user) == null);
    }
}
