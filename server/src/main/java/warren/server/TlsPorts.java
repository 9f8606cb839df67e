package warren.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import warren.transport.tls.TlsException;
import warren.transport.tls.TlsIdentity;
import warren.transport.tls.TlsSettings;

/**
 * What the ports with TLS show of us, read from the files that the settings name.
 *
 * @param amqp of the port for clients, if there is one
 * @param management of that of the HTTP API
 */
record TlsPorts(Optional<TlsIdentity> amqp, Optional<TlsIdentity> management) {

    static TlsPorts of(Config warren) throws StartException {
        Config own = warren.getConfig("management.tls");
        boolean shared = own.getString("certificate").isEmpty();
        Optional<TlsIdentity> amqp = identity(warren, "tls", "tls");
        return shared && amqp.isPresent() && warren.getInt("management.tls.port") != 0
                ? new TlsPorts(amqp, amqp)
                : new TlsPorts(amqp, identity(warren, "management.tls", shared ? "tls" : "management.tls"));
    }

    private static Optional<TlsIdentity> identity(Config warren, String port, String rules) throws StartException {
        if (warren.getInt(port + ".port") == 0) {
            return Optional.empty();
        }
        Config section = warren.getConfig(rules);
        String certificate = section.getString("certificate");
        String authorities = section.getString("ca-certificates");
        boolean verify = section.getString("verify").equals("peer");
        boolean required = section.getBoolean("fail-if-no-peer-certificate");
        require(!certificate.isEmpty(), "warren." + port + ".port is set, but no warren." + rules + ".certificate");
        require(
                !verify || !authorities.isEmpty(),
                "warren." + rules + ".verify is peer, but there are no warren." + rules + ".ca-certificates");
        require(
                verify || !required,
                "warren." + rules + ".fail-if-no-peer-certificate is on, but warren." + rules + ".verify is none");
        String key = section.getString("key");
        try {
            return Optional.of(TlsIdentity.of(new TlsSettings(
                    Path.of(certificate),
                    Path.of(key.isEmpty() ? certificate : key),
                    section.getString("key-password"),
                    authorities.isEmpty() ? Optional.empty() : Optional.of(Path.of(authorities)),
                    verify,
                    required,
                    section.getInt("depth"),
                    section.getStringList("versions"),
                    section.getStringList("ciphers"),
                    warren.getDuration("tls.handshake-timeout"))));
        } catch (TlsException wrong) {
            throw new StartException("warren." + port + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void require(boolean condition, String complaint) throws StartException {
        if (!condition) {
            throw new StartException(complaint);
        }
    }

    /** Those that there are; both ports may have the same. */
    List<TlsIdentity> all() {
        return Stream.of(amqp, management).flatMap(Optional::stream).distinct().toList();
    }

    /** What management has to know. */
    warren.management.broker.TlsPorts forManagement(Config warren) {
        Map<String, Supplier<List<X509Certificate>>> certificates = new HashMap<>();
        amqp.ifPresent(identity -> certificates.put("amqp/ssl", identity::certificates));
        management.ifPresent(identity -> certificates.put("https", identity::certificates));
        return new warren.management.broker.TlsPorts(
                management.map(identity -> new warren.management.broker.TlsPorts.Https(
                        warren.getString("management.tls.host"),
                        warren.getInt("management.tls.port"),
                        identity::engine)),
                certificates);
    }

    /** Looks at the files now and then for as long as the system is there. */
    void watch(org.apache.pekko.actor.typed.ActorSystem<?> system, Duration interval) {
        if (all().isEmpty()) {
            return;
        }
        var watch = new CertificateWatch(all());
        system.scheduler()
                .scheduleWithFixedDelay(
                        Duration.ZERO,
                        interval,
                        watch::look,
                        system.dispatchers().lookup(org.apache.pekko.actor.typed.DispatcherSelector.blocking()));
    }
}
