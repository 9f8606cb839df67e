package warren.management.broker;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * TLS, as far as management is concerned.
 *
 * @param https where the HTTP API speaks it too
 * @param certificates what the listeners of a protocol show now, and whom they trust
 */
public record TlsPorts(Optional<Https> https, Map<String, Supplier<List<X509Certificate>>> certificates) {
    /** Nothing speaks TLS. */
    public static final TlsPorts NONE = new TlsPorts(Optional.empty(), Map.of());

    /** {@code engines}: one for each connection. */
    public record Https(String host, int port, Supplier<SSLEngine> engines) {}
}
