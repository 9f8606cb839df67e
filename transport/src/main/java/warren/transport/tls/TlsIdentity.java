package warren.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a TLS port shows of us and asks of clients, as its files say now. They can be read again at any time: handshakes that begin
 * afterwards see what is new, connections that are there go on. Thread-safe.
 */
public final class TlsIdentity {
    private static final char[] NO_PASSWORD = {};

    private final TlsSettings settings;
    private volatile Loaded loaded;
    private volatile List<Stamp> tried;

    private record Loaded(SSLContext context, SSLParameters parameters, List<X509Certificate> certificates) {}

    /** Tells one state of a file from another. */
    private record Stamp(Optional<FileTime> modified, long bytes) {}

    private TlsIdentity(TlsSettings settings) throws TlsException {
        this.settings = settings;
        this.tried = stamps();
        this.loaded = load();
    }

    /** Reads the files. */
    public static TlsIdentity of(TlsSettings settings) throws TlsException {
        return new TlsIdentity(settings);
    }

    public TlsSettings settings() {
        return settings;
    }

    /** True when a file is not what it was at the last reading, whether that succeeded or not. */
    public boolean isOutdated() {
        return !stamps().equals(tried);
    }

    /** Reads the files again; what is returned puts that into effect. If it fails everything stays as it was. */
    public Runnable read() throws TlsException {
        tried = stamps();
        Loaded next = load();
        return () -> loaded = next;
    }

    /** Our certificate, those that lead to its authority, and the authorities of clients. */
    public List<X509Certificate> certificates() {
        return loaded.certificates();
    }

    /** For one connection of a client. */
    public SSLEngine engine() {
        Loaded now = loaded;
        SSLEngine engine = now.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(now.parameters());
        return engine;
    }

    private List<Stamp> stamps() {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : settings.files()) {
            try {
                stamps.add(new Stamp(Optional.of(Files.getLastModifiedTime(file)), Files.size(file)));
            } catch (IOException missing) {
                stamps.add(new Stamp(Optional.empty(), 0));
            }
        }
        return stamps;
    }

    private Loaded load() throws TlsException {
        List<X509Certificate> own = PemFiles.certificates(settings.certificate());
        PrivateKey key = PemFiles.key(settings.key(), settings.keyPassword());
        Optional<Path> file = settings.authorities();
        List<X509Certificate> authorities = file.isPresent() ? PemFiles.certificates(file.get()) : List.of();
        try {
            requirePair(key, own.get(0));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(key, completed(own, authorities)).getKeyManagers(), trustManagers(authorities), null);
            List<X509Certificate> all =
                    Stream.concat(own.stream(), authorities.stream()).distinct().toList();
            return new Loaded(context, parameters(context.getSupportedSSLParameters()), all);
        } catch (GeneralSecurityException | IOException refused) {
            throw new TlsException(
                    "cannot use the certificate in " + settings.certificate() + ": " + refused.getMessage(), refused);
        }
    }

    private void requirePair(PrivateKey key, X509Certificate certificate)
            throws TlsException, GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        String signature = algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : "";
        if (signature.isEmpty() && algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
            return;
        }
        if (algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
            byte[] anything = {1, 2, 3};
            Signature signer = Signature.getInstance(signature);
            signer.initSign(key);
            signer.update(anything);
            byte[] signed = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(anything);
            if (signer.verify(signed)) {
                return;
            }
        }
        throw new TlsException(
                "the key in " + settings.key() + " does not belong to the certificate in " + settings.certificate());
    }

    /** Our certificate with those that lead to its authority, which RabbitMQ's users often keep with the authorities. */
    private static List<X509Certificate> completed(List<X509Certificate> own, List<X509Certificate> authorities) {
        List<X509Certificate> chain = new ArrayList<>(own);
        Set<X509Certificate> left = new HashSet<>(authorities);
        for (Optional<X509Certificate> next = issuer(chain, left); next.isPresent(); next = issuer(chain, left)) {
            chain.add(next.get());
            left.remove(next.get());
        }
        return chain;
    }

    private static Optional<X509Certificate> issuer(List<X509Certificate> chain, Set<X509Certificate> candidates) {
        X509Certificate last = chain.get(chain.size() - 1);
        return candidates.stream()
                .filter(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                // a root is what clients have themselves
                .filter(each -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .findFirst();
    }

    private static KeyManagerFactory keyManagers(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        return keys;
    }

    private TrustManager[] trustManagers(List<X509Certificate> authorities) throws GeneralSecurityException {
        if (authorities.isEmpty()) {
            return new TrustManager[0];
        }
        Set<TrustAnchor> anchors =
                authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
        var rules = new PKIXBuilderParameters(anchors, new X509CertSelector());
        rules.setRevocationEnabled(false);
        rules.setMaxPathLength(settings.depthMax());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new CertPathTrustManagerParameters(rules));
        return trust.getTrustManagers();
    }

    private SSLParameters parameters(SSLParameters supported) throws TlsException {
        List<String> ciphers = settings.ciphers().isEmpty()
                ? CipherSuites.modern(supported.getCipherSuites())
                : settings.ciphers().stream().map(CipherSuites::standard).toList();
        require(ciphers, supported.getCipherSuites(), "cipher suite");
        require(settings.versions(), supported.getProtocols(), "version of TLS");
        var parameters = new SSLParameters(
                ciphers.toArray(String[]::new), settings.versions().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        if (settings.verifyPeer() && settings.peerRequired()) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(settings.verifyPeer());
        }
        return parameters;
    }

    private static void require(List<String> wanted, String[] supported, String kind) throws TlsException {
        for (String each : wanted) {
            if (!Set.of(supported).contains(each)) {
                throw new TlsException("this Java knows no " + kind + " " + each + "; it has "
                        + Stream.of(supported).collect(Collectors.joining(", ")));
            }
        }
    }
}
