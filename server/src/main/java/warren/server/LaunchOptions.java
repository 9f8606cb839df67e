package warren.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What may stand on the command line of {@code bin/warren}. Read by hand, an exception to the rule that picocli does it: for these seven
 * options it takes 0.1 s of each start, because its classes are of a format so old that Java 17 does not archive them.
 *
 * @param settings values of {@code -D}
 * @param flags the options that stand for one setting each, by the setting's name
 */
record LaunchOptions(
        Optional<Path> config, Map<String, String> settings, Map<String, Given> flags, boolean version, boolean help) {

    /** A value and the option that gave it. */
    record Given(String option, String value) {}

    static final String USAGE = """
            Usage: warren [--config FILE] [--data-dir DIR] [--amqp-port N] [--management-port N] [-DKEY=VALUE ...]
            Runs the message broker Warren in the foreground until it gets SIGTERM or Ctrl+C.
              --config FILE         settings, instead of those in application.conf beside the program
              --data-dir DIR        where all data is kept (default: WARREN_DATA_DIR, else ./data)
              --amqp-port N         port for clients (default: 5672; 0: any free one)
              --management-port N   port of the HTTP API (default: 15672; 0: none)
              -DKEY=VALUE           a single setting, such as -Dwarren.log.level=debug
              --version             prints the version
              --help                prints this
            """;

    private static final Map<String, String> SETTINGS_OF_FLAGS = Map.of(
            "--data-dir", "warren.persistence.directory",
            "--amqp-port", "warren.amqp.port",
            "--management-port", "warren.management.port");

    static LaunchOptions parse(String... arguments) throws StartException {
        return new Parser(arguments).parse();
    }

    private static final class Parser {
        private final String[] arguments;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, Given> flags = new LinkedHashMap<>();
        private Optional<Path> config = Optional.empty();
        private boolean version;
        private boolean help;
        private int next;

        Parser(String... arguments) {
            this.arguments = arguments;
        }

        LaunchOptions parse() throws StartException {
            while (next < arguments.length) {
                take(arguments[next++]);
            }
            return new LaunchOptions(config, settings, flags, version, help);
        }

        private void take(String argument) throws StartException {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (name.startsWith("-D") && name.length() > 2 && equals > 0) {
                settings.put(name.substring(2), argument.substring(equals + 1));
            } else if (SETTINGS_OF_FLAGS.containsKey(name)) {
                flags.put(SETTINGS_OF_FLAGS.getOrDefault(name, ""), new Given(name, value(argument, equals)));
            } else if (name.equals("--config")) {
                config = Optional.of(Path.of(value(argument, equals)));
            } else if (argument.equals("--version")) {
                version = true;
            } else if (argument.equals("--help") || argument.equals("-h")) {
                help = true;
            } else {
                throw new StartException("unknown option " + argument + " (try --help)");
            }
        }

        /** What follows {@code =}, else the next argument. */
        private String value(String argument, int equals) throws StartException {
            if (equals > 0) {
                return argument.substring(equals + 1);
            }
            if (next == arguments.length) {
                throw new StartException("option " + argument + " needs a value (try --help)");
            }
            return arguments[next++];
        }
    }
}
