package warren.management.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser sends of a form with a file in it (RFC 7578): fields by their names; of two with one name the last counts. */
record UploadedForm(Map<String, byte[]> fields) {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^;\\s\"]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(
            "^content-disposition:\\s*form-data(?:;[^\\r\\n]*?)?;\\s*name=\"([^\"\\r\\n]*)\"",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final String LINE = "\r\n";

    /** The form in these bytes; empty when they are none. */
    static Optional<UploadedForm> read(String contentType, byte[] bytes) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return Optional.empty();
        }
        String delimiter = LINE + "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        // a character for each byte
        String text = LINE + new String(bytes, StandardCharsets.ISO_8859_1);
        Map<String, byte[]> fields = new HashMap<>();
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int from = at + delimiter.length();
            if (text.startsWith("--", from)) {
                return Optional.of(new UploadedForm(fields));
            }
            int head = text.indexOf(LINE, from);
            int content = text.indexOf(LINE + LINE, from);
            at = text.indexOf(delimiter, from);
            if (head < 0 || content < 0 || at < content + 2 * LINE.length()) {
                return Optional.empty();
            }
            Matcher name = NAME.matcher(text.substring(head + LINE.length(), content));
            if (!name.find()) {
                return Optional.empty();
            }
            String value = text.substring(content + 2 * LINE.length(), at);
            fields.put(name.group(1), value.getBytes(StandardCharsets.ISO_8859_1));
        }
        return Optional.empty();
    }

    Optional<byte[]> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
