package warren.transport.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A certificate that a client has shown and that was verified, in RabbitMQ's words. */
public record PeerCertificate(X509Certificate certificate) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /** The kinds of alternative names that can be users, with their numbers in GeneralName (RFC 5280, 4.2.1.6). */
    public static final Map<String, Integer> TYPES = Map.of("email", 1, "dns", 2, "uri", 6, "ip", 7);

    /** Where the name of a user stands. */
    public sealed interface NameSource {}

    /** The whole name of the subject. */
    public record WholeName() implements NameSource {}

    /** The common names of the subject, divided by commas. */
    public record CommonName() implements NameSource {}

    /**
     * A subject alternative name.
     *
     * @param type one of {@link #TYPES}
     * @param index among those of this type, from 0
     */
    public record AlternativeName(int type, int index) implements NameSource {}

    public String subject() {
        return DistinguishedName.of(certificate.getSubjectX500Principal().getEncoded());
    }

    public String issuer() {
        return DistinguishedName.of(certificate.getIssuerX500Principal().getEncoded());
    }

    /** From when to when. */
    public String validity() {
        return time(certificate.getNotBefore()) + " - " + time(certificate.getNotAfter());
    }

    private static String time(Date date) {
        return TIME.format(date.toInstant());
    }

    /** The user whose certificate this is; empty when it does not tell. */
    public Optional<String> user(NameSource source) {
        if (source instanceof AlternativeName wanted) {
            return alternativeName(wanted);
        }
        if (source instanceof CommonName) {
            List<String> names = DistinguishedName.commonNames(
                    certificate.getSubjectX500Principal().getEncoded());
            return names.isEmpty() ? Optional.empty() : Optional.of(String.join(",", names));
        }
        return Optional.of(subject()).filter(name -> !name.isEmpty());
    }

    private Optional<String> alternativeName(AlternativeName wanted) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? Optional.empty()
                    : all.stream()
                            .filter(each -> each.get(0).equals(wanted.type()))
                            .skip(wanted.index())
                            .map(each -> String.valueOf(each.get(1)))
                            .findFirst();
        } catch (CertificateParsingException malformed) {
            return Optional.empty();
        }
    }
}
