package warren.transport.tls;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of cipher suites: Java uses IANA's, RabbitMQ's users write OpenSSL's. */
final class CipherSuites {
    /** Those with forward secrecy and authenticated encryption; the others of Java's are there for the sake of old peers. */
    private static final Pattern MODERN = Pattern.compile(
            "TLS_(AES|CHACHA20)_.*|TLS_ECDHE_(RSA|ECDSA)_WITH_(AES_(128|256)_GCM|CHACHA20_POLY1305)_.*");

    private static final Pattern OPENSSL = Pattern.compile(
            "(?<exchange>(?:ECDHE|DHE)-(?:RSA|ECDSA))-(?:AES(?<bits>128|256)-(?:(?<gcm>GCM)-)?(?<hash>SHA\\d*)|CHACHA20-POLY1305)");

    private CipherSuites() {}

    static List<String> modern(String... supported) {
        return List.of(supported).stream()
                .filter(each -> MODERN.matcher(each).matches())
                .toList();
    }

    /** IANA's name of a suite in OpenSSL's words; any other text stays as it is. */
    static String standard(String name) {
        Matcher words = OPENSSL.matcher(name);
        if (!words.matches()) {
            return name;
        }
        String start = "TLS_" + words.group("exchange").replace('-', '_') + "_WITH_";
        if (words.group("bits") == null) {
            return start + "CHACHA20_POLY1305_SHA256";
        }
        return start + "AES_" + words.group("bits") + (words.group("gcm") == null ? "_CBC_" : "_GCM_")
                + words.group("hash");
    }
}
