package warren.transport.tls;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake agreed on, in the words of RabbitMQ's lists.
 *
 * @param protocol such as {@code tlsv1.3}
 * @param keyExchange such as {@code ecdhe_rsa}; {@code any} from TLS 1.3 on
 * @param cipher such as {@code aes_256_gcm}
 * @param hash such as {@code sha256}; {@code aead} for a cipher that needs none
 * @param peer what the client has shown
 */
public record TlsSession(
        String protocol, String keyExchange, String cipher, String hash, Optional<PeerCertificate> peer) {

    /** Of a finished handshake. */
    public static TlsSession of(SSLSession session) {
        String suite = session.getCipherSuite().toLowerCase(Locale.ROOT).replaceFirst("^(tls|ssl)_", "");
        int with = suite.indexOf("_with_");
        String keyExchange = with < 0 ? "any" : suite.substring(0, with);
        String rest = with < 0 ? suite : suite.substring(with + "_with_".length());
        int last = rest.lastIndexOf('_');
        String cipher = rest.substring(0, last);
        boolean authenticates = cipher.endsWith("gcm") || cipher.endsWith("poly1305") || cipher.endsWith("ccm");
        return new TlsSession(
                session.getProtocol().toLowerCase(Locale.ROOT),
                keyExchange,
                cipher,
                authenticates ? "aead" : rest.substring(last + 1),
                peer(session));
    }

    private static Optional<PeerCertificate> peer(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(new PeerCertificate(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
