package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Settings that can be changed while the broker runs. */
@Command(header = "Configuration and Environment", addMethodSubcommands = false)
final class ConfigurationCommands extends Family {
    private static final Pattern FLOAT = Pattern.compile("([+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?)(.*)");

    @Command(
            name = "set_disk_free_limit",
            customSynopsis = "set_disk_free_limit <disk_limit> | mem_relative <fraction>",
            description = "Sets the disk_free_limit setting",
            footer = {"disk-alarms", "alarms"})
    Outcome setDiskFreeLimit(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "<disk_limit>",
                            description = {
                                "New limit as an absolute value with units, e.g. 1GB",
                                "",
                                "mem_relative <fraction>",
                                "\tNew limit as a fraction of total memory reported by the OS"
                            })
                    @Nullable
                    List<String> given)
            throws Problem, Refusal, Unreachable {
        List<String> words = words(given, "mem_relative");
        String last = words.get(words.size() - 1);
        ObjectNode request = Json.object();
        if (words.size() == 2) {
            Matcher fraction = FLOAT.matcher(last);
            if (!fraction.matches() || !fraction.group(4).isEmpty() || Double.parseDouble(last) < 0) {
                throw badArgument();
            }
            request.put("mem_relative", Double.parseDouble(last));
        } else {
            request.put("limit", Bytes.parse(last).orElseThrow(ConfigurationCommands::badArgument));
        }
        whenRunning("Setting disk free limit on " + node().name() + " to " + last
                + (words.size() == 2 ? " times the total RAM ..." : " bytes ..."));
        ask("set_disk_free_limit", request);
        return new Outcome.Done();
    }

    @Command(
            name = "set_vm_memory_high_watermark",
            customSynopsis = "set_vm_memory_high_watermark <fraction> | absolute <value>",
            description = "Sets the vm_memory_high_watermark setting",
            footer = {"alarms", "memory-use"})
    Outcome setVmMemoryHighWatermark(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "<fraction>",
                            description = {
                                "New limit as a fraction of the largest heap of the broker's JVM",
                                "",
                                "absolute <value>",
                                "\tNew limit as an absolute value with units, e.g. 1GB"
                            })
                    @Nullable
                    List<String> given)
            throws Problem, Refusal, Unreachable {
        List<String> words = words(given, "absolute");
        String last = words.get(words.size() - 1);
        if (words.size() == 2) {
            return setAbsoluteWatermark(last);
        }
        Matcher fraction = FLOAT.matcher(last);
        if (!fraction.matches() || !fraction.group(4).isEmpty()) {
            throw badArgument();
        }
        double value = Double.parseDouble(last);
        if (value < 0 || value > 1) {
            throw Problem.badArgument("The threshold should be a fraction between 0.0 and 1.0");
        }
        whenRunning("Setting memory threshold on " + node().name() + " to " + last + " ...");
        ask("set_vm_memory_high_watermark", Json.object().put("fraction", value));
        return new Outcome.Done();
    }

    private Outcome setAbsoluteWatermark(String value) throws Problem, Refusal, Unreachable {
        OptionalLong bytes = Bytes.parseSigned(value);
        if (bytes.isEmpty()) {
            Matcher number = FLOAT.matcher(value);
            if (!number.matches()) {
                throw badArgument();
            }
            throw Problem.badArgument(
                    number.group(2) == null ? "Invalid units." : "The threshold should be an integer.");
        }
        whenRunning("Setting memory threshold on " + node().name() + " to " + value + " bytes ...");
        if (bytes.getAsLong() <= 0) {
            return Outcome.failure(ExitCode.SOFTWARE, ":function_clause");
        }
        ask("set_vm_memory_high_watermark", Json.object().put("absolute", bytes.getAsLong()));
        return new Outcome.Done();
    }

    @Command(
            name = "reload",
            customSynopsis = "reload",
            description = "Reads the broker's settings, certificates and keys again, and says what has changed")
    Outcome reload() throws Problem, Refusal, Unreachable {
        whenRunning("Reloading the settings of " + node().name() + " ...");
        List<String> lines = new ArrayList<>();
        ask("reload", Json.object()).forEach(line -> lines.add(line.asText()));
        return new Outcome.Text(String.join("\n", lines));
    }

    /** One word, or two of which the first is this one. */
    private static List<String> words(@Nullable List<String> given, String first) throws Problem {
        List<String> words = given == null ? List.of() : given;
        boolean isPair = !words.isEmpty() && words.get(0).equals(first);
        if (words.size() < (isPair ? 2 : 1)) {
            throw Problem.inArguments(ExitCode.USAGE, "not enough arguments.");
        }
        if (words.size() > (isPair ? 2 : 1)) {
            throw Problem.inArguments(ExitCode.USAGE, "too many arguments.");
        }
        return words;
    }

    private static Problem badArgument() {
        return Problem.inArguments(ExitCode.BAD_DATA, "Bad argument.");
    }
}
