package warren.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Certificates and private keys in PEM files: PKCS#8, PKCS#1 and SEC 1 keys, encrypted or not. A file may hold other things too. */
final class PemFiles {
    /** Java's names for the kinds of keys; any other is a curve of Edwards. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption.getId(), "RSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS.getId(), "RSASSA-PSS",
            X9ObjectIdentifiers.id_ecPublicKey.getId(), "EC");

    private PemFiles() {}

    /** All certificates of a file, in order; at least one. */
    static List<X509Certificate> certificates(Path file) throws TlsException {
        List<X509Certificate> found = new ArrayList<>();
        var converter = new JcaX509CertificateConverter();
        try {
            for (Object each : objects(file)) {
                if (each instanceof X509CertificateHolder holder) {
                    found.add(converter.getCertificate(holder));
                }
            }
        } catch (CertificateException malformed) {
            throw new TlsException("cannot read the certificate in " + file + ": " + reason(malformed), malformed);
        }
        if (found.isEmpty()) {
            throw new TlsException("there is no certificate in " + file);
        }
        return found;
    }

    /** The first private key of a file. */
    static PrivateKey key(Path file, String password) throws TlsException {
        try {
            for (Object each : objects(file)) {
                if (each instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo());
                } else if (each instanceof PrivateKeyInfo info) {
                    return key(info);
                } else if (each instanceof PEMEncryptedKeyPair encrypted) {
                    return key(encrypted
                            .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                    .setProvider(new BouncyCastleProvider())
                                    .build(required(password, file)))
                            .getPrivateKeyInfo());
                } else if (each instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                    return key(encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(required(password, file))));
                }
            }
        } catch (PKCSException | org.bouncycastle.openssl.EncryptionException wrong) {
            throw new TlsException("cannot decrypt the key in " + file + ": is its password right?", wrong);
        } catch (IOException | GeneralSecurityException | OperatorCreationException malformed) {
            throw new TlsException("cannot read the key in " + file + ": " + reason(malformed), malformed);
        }
        throw new TlsException("there is no private key in " + file);
    }

    private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        String kind = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return KeyFactory.getInstance(ALGORITHMS.getOrDefault(kind, "EdDSA"))
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static char[] required(String password, Path file) throws TlsException {
        if (password.isEmpty()) {
            throw new TlsException("the key in " + file + " is encrypted and no password is set");
        }
        return password.toCharArray();
    }

    private static List<Object> objects(Path file) throws TlsException {
        try (var parser = new PEMParser(Files.newBufferedReader(file))) {
            List<Object> objects = new ArrayList<>();
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
            return objects;
        } catch (NoSuchFileException missing) {
            throw new TlsException("there is no file " + file, missing);
        } catch (IOException | RuntimeException malformed) {
            throw new TlsException("cannot read " + file + ": " + reason(malformed), malformed);
        }
    }

    /** One line. */
    private static String reason(Exception failure) {
        return String.valueOf(failure.getMessage()).replace('\n', ' ');
    }
}
