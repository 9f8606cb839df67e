package warren.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.transport.tls.TlsException;
import warren.transport.tls.TlsIdentity;

/**
 * The settings of a running broker, which can be read again: all of it is read before anything changes. What cannot change while the
 * broker runs is named each time until the next start. Thread-safe.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    /** What can change; the parts of {@code amqp} for connections that come from now on. */
    private static final Set<String> LIVE = Set.of(
            "log.level",
            "alarms.disk-free-limit",
            "alarms.memory-watermark",
            "amqp.frame-max",
            "amqp.channel-max",
            "amqp.heartbeat",
            "amqp.handshake-timeout",
            "amqp.max-message-size",
            "amqp.channel-budget",
            "access.password-hashing",
            "access.argon2.memory",
            "access.argon2.iterations",
            "access.failed-logins.max",
            "access.failed-logins.window",
            "access.failed-logins.hold",
            "auth-mechanisms",
            "loopback-users",
            "queues.consumer-timeout",
            "queues.unacked-warning",
            "tls.login-from.part",
            "tls.login-from.san-type",
            "tls.login-from.san-index");

    private final SettingsSource source;
    private final TlsPorts tls;
    private final Effect effect;
    private volatile Config running;

    /** Where settings come from, each time they are read. */
    interface SettingsSource {
        Settings read() throws StartException;
    }

    /** Puts into effect what has changed: paths below {@code warren}, and all settings as they are now. */
    interface Effect {
        CompletionStage<?> apply(Set<String> changed, Config warren);
    }

    Reload(SettingsSource source, Settings started, TlsPorts tls, Effect effect) {
        this.source = source;
        this.tls = tls;
        this.effect = effect;
        this.running = started.config();
    }

    /** As they are now. */
    Config warren() {
        return running.getConfig("warren");
    }

    synchronized CompletionStage<List<String>> run() {
        List<String> lines = new ArrayList<>();
        Settings next;
        List<Runnable> certificates = new ArrayList<>();
        try {
            next = source.read();
            for (TlsIdentity identity : tls.all()) {
                certificates.add(identity.read());
            }
        } catch (StartException | TlsException wrong) {
            LOG.error("Reload: nothing has changed: {}", wrong.getMessage());
            return CompletableFuture.failedFuture(
                    new OperatorError(Reason.INVALID, String.valueOf(wrong.getMessage())));
        }
        certificates.forEach(Runnable::run);
        tls.all()
                .forEach(identity ->
                        lines.add("read again: " + identity.settings().certificate()));
        Set<String> changed = new java.util.TreeSet<>();
        for (SettingRule rule : SettingRules.ALL) {
            compare(rule.path(), next.config(), lines, changed);
        }
        if (lines.isEmpty()) {
            lines.add("nothing has changed");
        }
        lines.forEach(line -> LOG.info("Reload: {}", line));
        return effect.apply(changed, warren()).thenApply(done -> List.copyOf(lines));
    }

    private void compare(String path, Config next, List<String> lines, Set<String> changed) {
        String key = "warren." + path;
        ConfigValue before = running.getValue(key);
        ConfigValue now = next.getValue(key);
        if (before.unwrapped().equals(now.unwrapped())) {
            return;
        }
        boolean live = LIVE.contains(path);
        lines.add(key + ": " + shown(path, before) + " -> " + shown(path, now) + (live ? "" : ", after a restart"));
        if (live) {
            changed.add(path);
            running = running.withValue(key, now);
        }
    }

    private static String shown(String path, ConfigValue value) {
        return path.endsWith("password") ? "***" : String.valueOf(value.unwrapped());
    }
}
