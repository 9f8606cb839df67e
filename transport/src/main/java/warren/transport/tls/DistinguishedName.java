package warren.transport.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The names of certificates as RabbitMQ writes them, most particular part first (RFC 4514). */
final class DistinguishedName {
    private static final int PRINTABLE_MIN = 32;
    private static final int PRINTABLE_MAX = 125;
    private static final Map<ASN1ObjectIdentifier, String> LABELS = Map.ofEntries(
            Map.entry(BCStyle.SURNAME, "SN"),
            Map.entry(BCStyle.GIVENNAME, "GIVENNAME"),
            Map.entry(BCStyle.INITIALS, "INITIALS"),
            Map.entry(BCStyle.GENERATION, "GENERATIONQUALIFIER"),
            Map.entry(BCStyle.CN, "CN"),
            Map.entry(BCStyle.L, "L"),
            Map.entry(BCStyle.ST, "ST"),
            Map.entry(BCStyle.O, "O"),
            Map.entry(BCStyle.OU, "OU"),
            Map.entry(BCStyle.T, "TITLE"),
            Map.entry(BCStyle.C, "C"),
            Map.entry(BCStyle.SERIALNUMBER, "SERIALNUMBER"),
            Map.entry(BCStyle.PSEUDONYM, "PSEUDONYM"),
            Map.entry(BCStyle.DC, "DC"),
            Map.entry(BCStyle.EmailAddress, "EMAILADDRESS"),
            Map.entry(BCStyle.STREET, "STREET"),
            Map.entry(BCStyle.UID, "UID"));

    private DistinguishedName() {}

    static String of(byte[] encoded) {
        List<String> parts = new ArrayList<>();
        for (RDN part : X500Name.getInstance(encoded).getRDNs()) {
            parts.add(String.join(
                    "+",
                    Arrays.stream(part.getTypesAndValues())
                            .map(DistinguishedName::attribute)
                            .toList()));
        }
        Collections.reverse(parts);
        return String.join(",", parts);
    }

    /** All common names, in order. */
    static List<String> commonNames(byte[] encoded) {
        return Arrays.stream(X500Name.getInstance(encoded).getRDNs(BCStyle.CN))
                .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
                .filter(each -> each.getType().equals(BCStyle.CN))
                .map(each -> text(each.getValue()))
                .toList();
    }

    private static String attribute(AttributeTypeAndValue attribute) {
        String label =
                LABELS.getOrDefault(attribute.getType(), attribute.getType().getId());
        return label + "=" + escaped(text(attribute.getValue()));
    }

    private static String text(ASN1Encodable value) {
        return value instanceof ASN1String string ? string.getString() : value.toString();
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        byte[] octets = text.getBytes(UTF_8);
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i] & 0xff;
            boolean special = "\"+,;<>\\".indexOf(octet) >= 0
                    || (octet == ' ' && (i == 0 || i == octets.length - 1))
                    || (octet == '#' && i == 0);
            if (octet < PRINTABLE_MIN || octet > PRINTABLE_MAX) {
                escaped.append(String.format(Locale.ROOT, "\\%02X", octet));
            } else {
                escaped.append(special ? "\\" : "").append((char) octet);
            }
        }
        return escaped.toString();
    }
}
