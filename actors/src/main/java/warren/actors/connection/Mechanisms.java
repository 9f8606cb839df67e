package warren.actors.connection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import warren.actors.AmqpError;
import warren.transport.tls.PeerCertificate;
import warren.transport.tls.TlsSession;

/** The ways to log in that a connection has: those that are set, EXTERNAL only for a client that has shown its certificate. */
record Mechanisms(List<String> offered) {
    static final String EXTERNAL = "EXTERNAL";
    private static final Set<String> KNOWN = Set.of("PLAIN", "AMQPLAIN", EXTERNAL);

    static Mechanisms of(List<String> wanted, Optional<TlsSession> tls) {
        boolean isKnownPeer = tls.flatMap(TlsSession::peer).isPresent();
        return new Mechanisms(wanted.stream()
                .filter(each -> isKnownPeer || !each.equals(EXTERNAL))
                .toList());
    }

    /** As connection.start has them. */
    String text() {
        return String.join(" ", offered);
    }

    /** Why this one cannot be chosen. */
    Optional<AmqpError> refusal(String mechanism) {
        if (offered.contains(mechanism)) {
            return Optional.empty();
        }
        String kind = KNOWN.contains(mechanism) ? "invalid" : "unknown";
        return Optional.of(AmqpError.commandInvalid(kind + " authentication mechanism '" + mechanism + "'"));
    }

    /** The user that a certificate names. */
    static Optional<String> user(Optional<TlsSession> tls, PeerCertificate.NameSource source) {
        return tls.flatMap(TlsSession::peer).flatMap(peer -> peer.user(source));
    }
}
