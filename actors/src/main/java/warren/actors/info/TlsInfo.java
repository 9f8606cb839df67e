package warren.actors.info;

import java.util.Optional;

/**
 * What a connection's TLS is, in the words of RabbitMQ's lists.
 *
 * @param peer the certificate that the client has shown
 */
public record TlsInfo(String protocol, String keyExchange, String cipher, String hash, Optional<Peer> peer) {
    /** Whose certificate, given by whom, from when to when. */
    public record Peer(String subject, String issuer, String validity) {}
}
