package warren.transport.tls;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that nobody else has signed, with its key; and what a server and a client make of it. */
public record SelfSigned(X509Certificate certificate, KeyPair keys) {

    public static SelfSigned of(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        var subject = new X500Name(name);
        Instant now = Instant.now();
        var holder = new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plus(Duration.ofDays(1))),
                        subject,
                        keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        return new SelfSigned(new JcaX509CertificateConverter().getCertificate(holder), keys);
    }

    /** Both in one file. */
    public Path writeTo(Path file) throws IOException {
        write(file, certificate, keys.getPrivate());
        return file;
    }

    static void write(Path file, Object... objects) throws IOException {
        try (Writer text = Files.newBufferedWriter(file);
                var pem = new JcaPEMWriter(text)) {
            for (Object each : objects) {
                pem.writeObject(each instanceof PrivateKey key ? new JcaPKCS8Generator(key, null).generate() : each);
            }
        }
    }

    /** As a server, which trusts the holder of the same. */
    public TlsIdentity identity(Path directory, boolean verify, Duration patience) throws Exception {
        Path file = writeTo(directory.resolve("own.pem"));
        return TlsIdentity.of(settings(file, file, "", verify ? Optional.of(file) : Optional.empty(), patience));
    }

    static TlsSettings settings(
            Path certificate, Path key, String password, Optional<Path> authorities, Duration patience) {
        return new TlsSettings(
                certificate,
                key,
                password,
                authorities,
                authorities.isPresent(),
                authorities.isPresent(),
                10,
                List.of("TLSv1.3", "TLSv1.2"),
                List.of(),
                patience);
    }

    /** As a client, which trusts this certificate alone and shows it when it is asked. */
    public SSLContext client() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        store.setCertificateEntry("server", certificate);
        store.setKeyEntry("own", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
