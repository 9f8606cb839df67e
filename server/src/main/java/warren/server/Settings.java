package warren.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import warren.server.rabbit.ConfException;
import warren.server.rabbit.RabbitConf;
import warren.server.rabbit.RabbitEnvironment;

/**
 * All settings, laid over each other: {@code -D}, then the command line's flags, then WARREN_DATA_DIR, then RabbitMQ's environment
 * variables, then the files that {@code --config} or those variables name, or else the {@code application.conf} beside the program, then
 * the built-in ones. A file may be in Warren's form or in that of rabbitmq.conf. All below {@code warren} is checked here.
 *
 * @param config for the actor system; its section {@code warren} is complete and in range
 * @param files the configuration files that were read
 * @param warnings what has no effect, one line each
 */
record Settings(Config config, List<Path> files, List<String> warnings) {
    private static final String BUILT_IN = "warren-reference.conf";
    private static final String DIRECTORY = "warren.persistence.directory";

    static Settings of(LaunchOptions options, Map<String, String> environment, Path home) throws StartException {
        try {
            RabbitEnvironment rabbit = RabbitEnvironment.of(environment, hostName());
            RabbitConf files = files(options, rabbit, home);
            Config set = overrides(options.settings())
                    .withFallback(flags(options))
                    .withFallback(fromEnvironment(environment))
                    .withFallback(rabbit.config())
                    .withFallback(files.config())
                    .resolve();
            return of(
                    set,
                    files.files(),
                    Stream.concat(files.warnings().stream(), rabbit.warnings().stream())
                            .toList());
        } catch (ConfigException malformed) {
            throw new StartException(firstLine(malformed), malformed);
        } catch (ConfException refused) {
            throw new StartException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Those of a program that embeds the broker: what it says above the built-in ones, and nothing else. */
    static Settings embedded(Config set) throws StartException {
        if (set.hasPath("warren.log")) {
            throw new StartException(
                    "settings below warren.log have no effect here: the broker logs as this program does");
        }
        try {
            return of(set.resolve(), List.of(), List.of());
        } catch (ConfigException malformed) {
            throw new StartException(firstLine(malformed), malformed);
        }
    }

    /** The file of the command line, or those of the environment, or ours. */
    private static RabbitConf files(LaunchOptions options, RabbitEnvironment rabbit, Path home)
            throws StartException, ConfException {
        List<Path> named = options.config().map(List::of).orElse(rabbit.files());
        if (named.isEmpty()) {
            Path own = home.resolve("application.conf");
            return Files.isReadable(own) ? hocon(own) : new RabbitConf(ConfigFactory.empty(), List.of(), List.of());
        }
        return named.size() == 1 && !RabbitConf.isFormOf(named.get(0)) ? hocon(named.get(0)) : RabbitConf.read(named);
    }

    private static RabbitConf hocon(Path file) throws StartException {
        return new RabbitConf(read(file), List.of(), List.of(file));
    }

    private static Settings of(Config set, List<Path> files, List<String> warnings) throws StartException {
        Config whole = withNode(
                        set.withFallback(ConfigFactory.parseResources(Settings.class.getClassLoader(), BUILT_IN))
                                .withFallback(ConfigFactory.defaultReference(Settings.class.getClassLoader())))
                .resolve();
        check(set, whole);
        return new Settings(whole, files, warnings);
    }

    private static void check(Config set, Config whole) throws StartException {
        Optional<String> wrong = SettingRules.unknownKey(set).or(() -> SettingRules.violation(whole));
        if (wrong.isPresent()) {
            throw new StartException(wrong.get());
        }
    }

    private static Config read(Path file) throws StartException {
        if (!Files.isReadable(file)) {
            throw new StartException("cannot read the settings in " + file);
        }
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private static Config overrides(Map<String, String> settings) throws StartException {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String key = setting.getKey();
            String option = "option -D" + key;
            if (!key.startsWith("warren.") && !key.startsWith("pekko.")) {
                throw new StartException(
                        option + " = " + setting.getValue() + " is not allowed: settings begin with warren. or pekko.");
            }
            config = config.withFallback(one(key, setting.getValue(), option));
        }
        return config;
    }

    /** A list is read as such; anything else is a text, which converts itself where a number or size is asked for. */
    private static Config one(String key, String value, String origin) {
        if (value.startsWith("[")) {
            return ConfigFactory.parseString(
                    key + " = " + value, ConfigParseOptions.defaults().setOriginDescription(origin));
        }
        return ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value, origin));
    }

    private static Config flags(LaunchOptions options) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, LaunchOptions.Given> flag : options.flags().entrySet()) {
            LaunchOptions.Given given = flag.getValue();
            config = config.withFallback(one(flag.getKey(), given.value(), "option " + given.option()));
        }
        return config;
    }

    private static Config fromEnvironment(Map<String, String> environment) {
        String directory = environment.get("WARREN_DATA_DIR");
        return directory == null || directory.isEmpty()
                ? ConfigFactory.empty()
                : one(DIRECTORY, directory, "environment variable WARREN_DATA_DIR");
    }

    private static Config withNode(Config config) {
        boolean named = config.hasPath("warren.node")
                && !String.valueOf(config.getAnyRef("warren.node")).isEmpty();
        return named
                ? config
                : config.withValue(
                        "warren.node", ConfigValueFactory.fromAnyRef("rabbit@" + hostName(), "this host's name"));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().split("\\.", 2)[0];
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static String firstLine(ConfigException malformed) {
        return String.valueOf(malformed.getMessage()).lines().findFirst().orElse("malformed settings");
    }

    Config warren() {
        return config.getConfig("warren");
    }

    Path dataDirectory() {
        return Path.of(config.getString(DIRECTORY)).toAbsolutePath().normalize();
    }
}
