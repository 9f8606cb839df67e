package warren.server;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;

/** Where a setting was made, as its user would look for it: {@code FILE:LINE} or the option's name. */
final class Origins {
    private Origins() {}

    static String of(ConfigValue value) {
        ConfigOrigin origin = value.origin();
        String file = origin.filename() != null ? origin.filename() : origin.description();
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }
}
