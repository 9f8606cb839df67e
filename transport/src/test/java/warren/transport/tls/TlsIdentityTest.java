package warren.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static SelfSigned own;

    @TempDir
    private Path directory;

    @BeforeAll
    static void make() throws Exception {
        own = SelfSigned.of("CN=localhost");
    }

    private TlsIdentity load(Path certificate, Path key, String password) throws TlsException {
        return TlsIdentity.of(SelfSigned.settings(certificate, key, password, Optional.empty(), PATIENCE));
    }

    @Test
    void readsCertificateAndKeyFromOneFile() throws Exception {
        Path file = own.writeTo(directory.resolve("both.pem"));

        assertThat(load(file, file, "").certificates()).containsExactly(own.certificate());
    }

    @Test
    void readsAnEncryptedKey_andNamesAWrongPassword() throws Exception {
        Path file = own.writeTo(directory.resolve("own.pem"));
        Path key = directory.resolve("key.pem");
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build();
        SelfSigned.write(key, new JcaPKCS8Generator(own.keys().getPrivate(), encryptor).generate());

        assertThat(load(file, key, "secret").certificates()).hasSize(1);
        assertThatThrownBy(() -> load(file, key, "wrong"))
                .hasMessage("cannot decrypt the key in " + key + ": is its password right?");
        assertThatThrownBy(() -> load(file, key, ""))
                .hasMessage("the key in " + key + " is encrypted and no password is set");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        Path file = own.writeTo(directory.resolve("own.pem"));
        Path key = directory.resolve("key.pem");
        SelfSigned.write(
                key, KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());

        assertThatThrownBy(() -> load(file, key, ""))
                .hasMessage("the key in " + key + " does not belong to the certificate in " + file);
        SelfSigned.write(key, SelfSigned.of("CN=other").keys().getPrivate());
        assertThatThrownBy(() -> load(file, key, "")).hasMessageContaining("does not belong");
    }

    @Test
    void namesTheFileThatIsMissingOrEmpty() throws Exception {
        Path file = own.writeTo(directory.resolve("own.pem"));
        Path missing = directory.resolve("missing.pem");
        Path empty = Files.createFile(directory.resolve("empty.pem"));

        assertThatThrownBy(() -> load(missing, file, "")).hasMessage("there is no file " + missing);
        assertThatThrownBy(() -> load(empty, file, "")).hasMessage("there is no certificate in " + empty);
        assertThatThrownBy(() -> load(file, empty, "")).hasMessage("there is no private key in " + empty);
    }

    @Test
    void isOutdatedUntilItHasTriedTheNewFiles_andKeepsWhatItHasWhenTheyAreBad() throws Exception {
        Path file = own.writeTo(directory.resolve("own.pem"));
        TlsIdentity identity = load(file, file, "");
        assertThat(identity.isOutdated()).isFalse();

        Files.writeString(file, "nothing");
        assertThat(identity.isOutdated()).isTrue();
        assertThatThrownBy(identity::read).hasMessageContaining("there is no certificate");
        assertThat(identity.isOutdated()).isFalse();
        assertThat(identity.certificates()).containsExactly(own.certificate());

        SelfSigned next = SelfSigned.of("CN=next");
        next.writeTo(file);
        Runnable effect = identity.read();
        assertThat(identity.certificates()).containsExactly(own.certificate());
        effect.run();
        assertThat(identity.certificates()).containsExactly(next.certificate());
    }

    @Test
    void offersModernSuitesOnly_andTakesOpensslsNames() throws Exception {
        Path file = own.writeTo(directory.resolve("own.pem"));

        assertThat(load(file, file, "").engine().getEnabledCipherSuites())
                .isNotEmpty()
                .allMatch(name -> name.contains("GCM") || name.contains("CHACHA20"));
        assertThat(CipherSuites.standard("ECDHE-RSA-AES256-GCM-SHA384"))
                .isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(CipherSuites.standard("ECDHE-ECDSA-CHACHA20-POLY1305"))
                .isEqualTo("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        assertThat(CipherSuites.standard("ECDHE-RSA-AES128-SHA256")).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
        assertThat(CipherSuites.standard("TLS_AES_128_GCM_SHA256")).isEqualTo("TLS_AES_128_GCM_SHA256");
    }

    @Test
    void writesNamesAsRabbitMqDoes() throws Exception {
        assertThat(new PeerCertificate(SelfSigned.of("C=DE, O=Hare\\, Inc., CN=a b+UID=7")
                                .certificate())
                        .subject())
                .isEqualTo("CN=a b+UID=7,O=Hare\\, Inc.,C=DE");
        assertThat(new PeerCertificate(SelfSigned.of("CN=\u00e4").certificate()).subject())
                .isEqualTo("CN=\\C3\\A4");
    }

    @Test
    void tellsTheUserOfACertificate() throws Exception {
        var peer = new PeerCertificate(SelfSigned.of("O=x, CN=a, CN=b").certificate());

        assertThat(peer.user(new PeerCertificate.CommonName())).contains("a,b");
        assertThat(peer.user(new PeerCertificate.WholeName())).contains("CN=b,CN=a,O=x");
        assertThat(peer.user(new PeerCertificate.AlternativeName(2, 0))).isEmpty();
    }
}
