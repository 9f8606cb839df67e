package warren.transport.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of a TLS port.
 *
 * @param certificate PEM: our certificate first, then those that lead to its authority
 * @param key PEM: its private key
 * @param keyPassword of an encrypted key; empty = none
 * @param authorities PEM: whose certificates clients may show
 * @param verifyPeer whether clients are asked for a certificate; a wrong one ends the handshake
 * @param peerRequired whether they must have one
 * @param depthMax certificates between a client's and its authority, from 0
 * @param versions such as {@code TLSv1.3}, at least one
 * @param ciphers by their IANA or OpenSSL names, best first; empty = modern ones
 * @param handshakeTimeout from the opening of a connection to the end of its handshake
 */
public record TlsSettings(
        Path certificate,
        Path key,
        String keyPassword,
        Optional<Path> authorities,
        boolean verifyPeer,
        boolean peerRequired,
        int depthMax,
        List<String> versions,
        List<String> ciphers,
        Duration handshakeTimeout) {
    /** Copies the lists. */
    public TlsSettings {
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
    }

    /** All files that are read. */
    List<Path> files() {
        return Stream.concat(Stream.of(certificate, key), authorities.stream()).toList();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TlsSettings[" + files() + "]";
    }
}
