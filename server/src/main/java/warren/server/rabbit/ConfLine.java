package warren.server.rabbit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One setting of a rabbitmq.conf.
 *
 * @param place {@code FILE:LINE}
 */
record ConfLine(String place, String key, String value) {
    /** A value may stand in single quotes: then a # in it is no comment. */
    private static final Pattern SETTING =
            Pattern.compile("\\s*([A-Za-z0-9_.$*@-]+)\\s*=\\s*(?:'([^']*)'|([^#]*?))\\s*(?:#.*)?");

    private static final Pattern NOTHING = Pattern.compile("\\s*(#.*)?");

    /** Where it was set, for the one who reads an error. */
    String origin() {
        return place + " (" + key + ")";
    }

    static List<ConfLine> read(Path file) throws ConfException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new ConfException("cannot read the settings in " + file);
        }
        List<ConfLine> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (NOTHING.matcher(line).matches()) {
                continue;
            }
            String place = file + ":" + (i + 1);
            Matcher setting = SETTING.matcher(line);
            if (!setting.matches()) {
                throw new ConfException(place + ": this is not 'key = value': " + line.strip());
            }
            String quoted = setting.group(2);
            found.add(new ConfLine(place, setting.group(1), quoted != null ? quoted : setting.group(3)));
        }
        return found;
    }

    /** True for a file in this form, and not in Warren's own (HOCON), which begins with one of its sections. */
    static boolean isFormOf(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("//"))
                    .findFirst()
                    .filter(line -> SETTING.matcher(line).matches())
                    .filter(line -> !line.startsWith("warren") && !line.startsWith("pekko"))
                    .isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
