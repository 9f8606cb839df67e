package warren.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of one test run, which makes certificates for brokers and clients. */
final class Authority {
    private static final AtomicLong SERIAL = new AtomicLong(System.currentTimeMillis());
    private static final char[] NO_PASSWORD = {};

    private final X500Name name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    /** Someone's certificate and key. */
    record Identity(X509Certificate certificate, KeyPair keys) {
        void writeTo(Path certificateFile, Path keyFile) {
            write(certificateFile, certificate);
            write(keyFile, keys.getPrivate());
        }
    }

    Authority(String name) {
        this.name = new X500Name(name);
        this.certificate = sign(this.name, keys, true, Duration.ofDays(1));
    }

    Identity issue(String subject, Duration validity) {
        KeyPair own = newKeys();
        return new Identity(sign(new X500Name(subject), own, false, validity), own);
    }

    void writeTo(Path file) {
        write(file, certificate);
    }

    /** For a client that trusts this authority alone. */
    SSLContext client() {
        return context(null);
    }

    SSLContext client(Identity own) {
        return context(own);
    }

    private SSLContext context(Identity own) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
            if (own != null) {
                store.setKeyEntry(
                        "own", own.keys().getPrivate(), NO_PASSWORD, new X509Certificate[] {own.certificate()});
            }
            mine.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private X509Certificate sign(X500Name subject, KeyPair own, boolean isAuthority, Duration validity) {
        try {
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plus(validity)),
                    subject,
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            if (!isAuthority) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void write(Path file, Object object) {
        try (Writer text = Files.newBufferedWriter(file);
                var pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
