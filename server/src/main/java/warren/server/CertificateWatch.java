package warren.server;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.transport.tls.TlsException;
import warren.transport.tls.TlsIdentity;

/** Reads certificates and keys again when their files change, and warns of those that end soon: once each, and again every day. */
final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final List<TlsIdentity> identities;
    private final Set<X509Certificate> named = new HashSet<>();
    private Instant namedSince = Instant.EPOCH;

    CertificateWatch(List<TlsIdentity> identities) {
        this.identities = List.copyOf(identities);
    }

    /** By one thread at a time. */
    void look() {
        for (TlsIdentity identity : identities) {
            if (identity.isOutdated()) {
                reload(identity);
            }
        }
        warn(Instant.now());
    }

    private static void reload(TlsIdentity identity) {
        try {
            identity.read().run();
            LOG.info(
                    "TLS: {} has changed: new connections get the new certificate",
                    identity.settings().certificate());
        } catch (TlsException wrong) {
            LOG.error("TLS: the certificate stays as it was, as its files cannot be used: {}", wrong.getMessage());
        }
    }

    private void warn(Instant now) {
        if (namedSince.plus(DAY).isBefore(now)) {
            named.clear();
            namedSince = now;
        }
        for (TlsIdentity identity : identities) {
            for (X509Certificate certificate : identity.certificates()) {
                Instant end = certificate.getNotAfter().toInstant();
                if (end.isBefore(now.plus(SOON)) && named.add(certificate)) {
                    LOG.warn(
                            "TLS: the certificate of {} {} at {}",
                            certificate.getSubjectX500Principal(),
                            end.isBefore(now) ? "has expired" : "expires",
                            end);
                }
            }
        }
    }
}
