package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of rabbitmq-plugins. */
@Command(header = "Plugin Management", addMethodSubcommands = false)
final class PluginCommands extends Family {
    @Command(
            name = "enable",
            customSynopsis = "enable <plugin1> [ <plugin2>] | --all [--offline] [--online]",
            description = "Enables one or more plugins",
            footer = "plugins")
    Outcome enable(
            @Parameters(arity = "0..*", paramLabel = "<plugin>", description = "names of plugins to enable") @Nullable
                    List<String> given,
            @Option(names = "--all", negatable = true, description = "enable all available plugins") boolean all,
            @Mixin PluginAnswers answers)
            throws Problem, Refusal, Unreachable {
        List<String> names = required(given, all);
        String banner = all ? "Enabling ALL plugins on node " : "Enabling plugins on node ";
        return change("enable", banner, names, all, answers);
    }

    @Command(
            name = "disable",
            customSynopsis = "disable <plugin>|--all [--offline] [--online]",
            description = "Disables one or more plugins",
            footer = "plugins")
    Outcome disable(
            @Parameters(arity = "0..*", paramLabel = "<plugin>", description = "names of plugins to disable") @Nullable
                    List<String> given,
            @Option(names = "--all", negatable = true, description = "disable all enabled plugins") boolean all,
            @Mixin PluginAnswers answers)
            throws Problem, Refusal, Unreachable {
        List<String> names = required(given, all);
        return all
                ? change("set", "Disabling ALL plugins on node ", List.of(), false, answers)
                : change("disable", "Disabling plugins on node ", names, false, answers);
    }

    @Command(
            name = "set",
            customSynopsis = "set [<plugin1> [ <plugin2>]] [--offline] [--online]",
            description = "Enables one or more plugins, disables the rest",
            footer = "plugins")
    Outcome set(
            @Parameters(arity = "0..*", paramLabel = "<plugin>", description = "names of plugins to enable") @Nullable
                    List<String> given,
            @Mixin PluginAnswers answers)
            throws Problem, Refusal, Unreachable {
        return change(
                "set", "Enabling plugins on node ", given == null ? List.of() : List.copyOf(given), false, answers);
    }

    private static List<String> required(@Nullable List<String> given, boolean all) throws Problem {
        List<String> names = given == null ? List.of() : List.copyOf(given);
        if (names.isEmpty() && !all) {
            throw Problem.inArguments(ExitCode.USAGE, "not enough arguments.");
        }
        if (!names.isEmpty() && all) {
            throw Problem.badArgument("Cannot set both --all and a list of plugins");
        }
        return names;
    }

    private Outcome change(String how, String banner, List<String> names, boolean all, PluginAnswers answers)
            throws Problem, Refusal, Unreachable {
        answers.check();
        List<String> lines = new ArrayList<>(List.of(banner + node().name() + (all ? "" : ":")));
        lines.addAll(names);
        announce(lines.toArray(String[]::new));
        ObjectNode parameters = Json.object().put("change", how).put("all", all);
        names.forEach(parameters.putArray("names")::add);
        try {
            PluginAnswers.Answer answer = answers.ask(node(), "change_plugins", parameters);
            return isJson() ? json(answer) : new Outcome.Text(text(how, answer));
        } catch (Refusal refusal) {
            return refusal.reason().equals("not_found")
                    ? Outcome.failure(ExitCode.SOFTWARE, refusal.text())
                    : Outcome.failure(refusal);
        }
    }

    private static Outcome json(PluginAnswers.Answer answer) {
        JsonNode set = answer.value().path("set");
        ObjectNode done = Json.object().put("mode", answer.isOnline() ? "online" : "offline");
        done.setAll((ObjectNode) answer.value());
        return new Outcome.Rows(List.of(set, done), true);
    }

    private String text(String how, PluginAnswers.Answer answer) {
        List<String> set = PluginAnswers.texts(answer.value().path("set"));
        List<String> lines = new ArrayList<>();
        lines.add(set.isEmpty() ? "All plugins have been disabled." : "The following plugins have been configured:");
        set.forEach(name -> lines.add("  " + name));
        lines.add("Applying plugin configuration to " + node().name() + "...");
        List<String> started = PluginAnswers.texts(answer.value().path("started"));
        List<String> stopped = PluginAnswers.texts(answer.value().path("stopped"));
        if (started.isEmpty() && stopped.isEmpty()) {
            lines.add(how.equals("set") && answer.isOnline() ? "nothing to do." : "Plugin configuration unchanged.");
            return String.join("\n", lines);
        }
        if (!how.equals("set")) {
            lines.add("The following plugins have been " + how + "d:");
            started.forEach(name -> lines.add("  " + name));
            stopped.forEach(name -> lines.add("  " + name));
            lines.add("");
        }
        if (!answer.isOnline()) {
            lines.add("set " + set.size() + " plugins.");
            lines.add("Offline change; changes will take effect at broker restart.");
        } else {
            List<String> counts = new ArrayList<>();
            if (!started.isEmpty()) {
                counts.add("started " + started.size() + " plugins");
            }
            if (!stopped.isEmpty()) {
                counts.add("stopped " + stopped.size() + " plugins");
            }
            lines.add(String.join(" and ", counts) + ".");
        }
        return String.join("\n", lines);
    }

    @Command(
            name = "list",
            customSynopsis = "list [pattern] [--verbose] [--minimal] [--enabled] [--implicitly-enabled]",
            description = "Lists plugins and their state",
            footer = "plugins")
    Outcome list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "<pattern>",
                            description = "only list plugins whose name it matches")
                    Optional<String> pattern,
            @Option(
                            names = {"-v", "--verbose"},
                            description = "output more information")
                    boolean verbose,
            @Option(
                            names = {"-m", "--minimal"},
                            description = "only output plugin names")
                    boolean minimal,
            @Option(
                            names = {"-E", "--enabled"},
                            description = "only list enabled plugins")
                    boolean explicit,
            @Option(
                            names = {"-e", "--implicitly-enabled"},
                            description = "include plugins enabled as dependencies of other plugins")
                    boolean implicit)
            throws Problem, Refusal, Unreachable {
        if (verbose && minimal) {
            throw Problem.badArgument("Cannot set both verbose and minimal");
        }
        Pattern wanted = pattern(pattern.orElse(".*"));
        announce("Listing plugins with pattern \"" + wanted + "\" ...");
        PluginAnswers.Answer answer = new PluginAnswers().ask(node(), "list_plugins", Json.object());
        List<JsonNode> shown = new ArrayList<>();
        for (JsonNode each : answer.value().path("plugins")) {
            String enabled = each.path("enabled").asText();
            boolean left = explicit ? enabled.equals("enabled") : !implicit || !enabled.equals("not_enabled");
            if (left && wanted.matcher(each.path("name").asText()).find()) {
                shown.add(each);
            }
        }
        var plugins = new PluginList(shown);
        if (isJson()) {
            return new Outcome.Document(
                    plugins.json(verbose ? "verbose" : minimal ? "minimal" : "normal", answer.isOnline()));
        }
        List<String> lines = new ArrayList<>();
        if (!minimal && !isTerse()) {
            lines.addAll(PluginList.legend(
                    answer.isOnline()
                            ? "* = running on " + node().name()
                            : "[failed to contact " + node().name() + " - status not shown]"));
        }
        lines.addAll(minimal ? plugins.names() : verbose ? plugins.verbose() : plugins.table());
        return lines.isEmpty() ? new Outcome.Ended(ExitCode.OK) : new Outcome.Text(String.join("\n", lines));
    }

    private static Pattern pattern(String text) throws Problem {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw Problem.badArgument("\"" + text + "\" is not a regular expression: " + malformed.getDescription());
        }
    }

    @Command(
            name = "is_enabled",
            customSynopsis = "is_enabled <plugin1> [ <plugin2>] [--offline] [--online]",
            description = "Health check that exits with a non-zero code if provided plugins are not enabled on target"
                    + " node",
            footer = {"plugins", "monitoring"})
    Outcome isEnabled(
            @Parameters(arity = "0..*", paramLabel = "<plugin>", description = "names of plugins") @Nullable
                    List<String> given,
            @Mixin PluginAnswers answers)
            throws Problem, Refusal, Unreachable {
        List<String> names = required(given, false);
        answers.check();
        String which = (names.size() == 1 ? "plugin " : "plugins ") + String.join(", ", names);
        String verb = names.size() == 1 ? "is" : "are";
        if (answers.isOffline()) {
            announce("Inferring if " + which + " " + verb + " from local environment...");
        } else {
            whenRunning("Asking node " + node().name() + " if " + which + " " + verb + " enabled...");
        }
        PluginAnswers.Answer answer = answers.ask(node(), "list_plugins", Json.object());
        Set<String> enabled = new TreeSet<>();
        for (JsonNode each : answer.value().path("plugins")) {
            if (!each.path("enabled").asText().equals("not_enabled")) {
                enabled.add(each.path("name").asText());
            }
        }
        List<String> missing =
                names.stream().filter(name -> !enabled.contains(name)).toList();
        String where = answer.isOnline() ? " on node " + node().name() : "";
        if (missing.isEmpty()) {
            String text = "P" + which.substring(1) + " " + verb + " enabled" + where;
            return isJson()
                    ? new Outcome.Document(Json.object().put("message", text).put("result", "ok"))
                    : new Outcome.Text(text);
        }
        String text = (missing.size() == 1 ? "Plugin " : "Plugins ") + String.join(", ", missing)
                + (missing.size() == 1 ? " is" : " are") + " not enabled" + where
                + ". Enabled plugins and dependencies: " + String.join(", ", enabled);
        return isJson() ? jsonFailure(text) : Outcome.failure(ExitCode.UNAVAILABLE, text);
    }

    @Command(
            name = "directories",
            customSynopsis = "directories [--offline] [--online]",
            description = "Displays plugin directory and enabled plugin file paths",
            footer = "plugins")
    Outcome directories(@Mixin PluginAnswers answers) throws Problem, Refusal, Unreachable {
        answers.check();
        if (answers.isOffline()) {
            announce("Listing plugin directories inferred from local environment...");
        } else {
            whenRunning("Listing plugin directories used by node " + node().name());
        }
        // no archives: what plug-ins do is in the broker
        String file = answers.ask(node(), "list_plugins", Json.object())
                .value()
                .path("file")
                .asText();
        return isJson()
                ? new Outcome.Document(Json.object().put("enabled_plugins_file", file))
                : new Outcome.Text("Enabled plugins file: " + file);
    }
}
