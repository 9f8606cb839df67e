package warren.cli;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands, in families. Only the one that is asked for is prepared: each costs time. */
final class Commands {
    /** In the order of the help. */
    static final List<Class<? extends Family>> FAMILIES = List.of(
            HelpCommands.class,
            NodeCommands.class,
            ClusterCommands.class,
            UserCommands.class,
            AccessCommands.class,
            MonitoringCommands.class,
            HealthCommands.class,
            CheckCommands.class,
            NodeFactsCommands.class,
            ParameterCommands.class,
            PolicyCommands.class,
            VirtualHostCommands.class,
            LimitCommands.class,
            ConfigurationCommands.class,
            DefinitionCommands.class,
            OperationCommands.class,
            QueueCommands.class,
            InsightCommands.class,
            MessageCommands.class,
            TraceCommands.class,
            PluginCommands.class,
            ExtensionCommands.class,
            StoreCommands.class);

    /** As like as a name must be to be suggested. */
    private static final double LIKENESS = 0.77;

    private Commands() {}

    /** The command of this name, below its family. */
    static Optional<CommandLine> named(String name) {
        for (Class<? extends Family> family : FAMILIES) {
            for (Method method : family.getDeclaredMethods()) {
                if (method.getName().equals(methodOf(name)) && isNamed(method, name)) {
                    var command = new CommandLine(method);
                    new CommandLine(family).addSubcommand(name, command);
                    return Optional.of(command);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(Method method, String name) {
        Optional<Command> command = Optional.ofNullable(method.getAnnotation(Command.class));
        return command.filter(one -> one.name().equals(name)).isPresent();
    }

    /** {@code list_queues} is the method listQueues: to look into all annotations for the name would take longer than the command. */
    static String methodOf(String name) {
        var method = new StringBuilder();
        for (String word : name.split("_", -1)) {
            boolean first = method.isEmpty() || word.isEmpty();
            method.append(first ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return method.toString();
    }

    /** A command that someone who typed this may have meant. */
    static Optional<String> suggestion(String typed) {
        return FAMILIES.stream()
                .flatMap(Commands::of)
                .map(Command::name)
                .sorted()
                .max(Comparator.comparingDouble(name -> Likeness.of(name, typed)))
                .filter(name -> Likeness.of(name, typed) >= LIKENESS);
    }

    /** What a family's methods say of their commands, by name. */
    static Stream<Command> of(Class<? extends Family> family) {
        var byName = new TreeMap<String, Command>();
        for (Method method : CommandLine.getCommandMethods(family, null)) {
            Command command = method.getAnnotation(Command.class);
            byName.put(command.name(), command);
        }
        return byName.values().stream();
    }

    /** The whole program with every command. */
    static CommandLine program() {
        var program = new CommandLine(new HelpCommands());
        FAMILIES.stream()
                .flatMap(family -> CommandLine.getCommandMethods(family, null).stream())
                .forEach(method -> program.addSubcommand(new CommandLine(method)));
        return program;
    }
}
