package warren.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What an operator does with the files of a broker. Those who need no broker are in another program, which knows the files. */
@Command(header = "Store", addMethodSubcommands = false)
final class StoreCommands extends Family {
    private static final String PROGRAM = "warren.server.StoreTool";

    @Command(
            name = "backup",
            customSynopsis = "backup <directory> [--timeout <timeout>]",
            description = "Copies all that the broker has stored to a directory on which another can be started")
    Outcome backup(
            @Parameters(paramLabel = "<directory>", description = "a directory that is empty or not there yet")
                    Path target)
            throws Problem, Refusal, Unreachable {
        String directory = target.toAbsolutePath().normalize().toString();
        whenRunning("Backing up node " + node().name() + " to " + directory + " ...");
        ask("backup", Json.object().put("directory", directory));
        return new Outcome.Done();
    }

    @Command(
            name = "check_store",
            customSynopsis = "check_store [--data-dir <directory>]",
            description = "Reads all that a stopped broker has stored and says what is damaged")
    Outcome checkStore() throws Problem {
        announce("Checking the store in " + directory() + " ...");
        return run("check");
    }

    @Command(
            name = "repair_store",
            customSynopsis = "repair_store [--data-dir <directory>]",
            description = "Drops what is damaged of what a stopped broker has stored, and keeps a copy of it")
    Outcome repairStore() throws Problem {
        announce("Repairing the store in " + directory() + " ...");
        return run("repair");
    }

    private Path directory() {
        return node().dataDirectory().toAbsolutePath().normalize();
    }

    private Outcome run(String task) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(System.getProperty("warren.lib", "lib"), "*").toString();
        List<String> words = List.of(
                java,
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dwarren.program=" + Program.name(),
                "-cp",
                classes,
                PROGRAM,
                task,
                directory().toString());
        try {
            return new Outcome.Ended(
                    new ProcessBuilder(words).inheritIO().start().waitFor());
        } catch (IOException failed) {
            return Outcome.failure(ExitCode.UNAVAILABLE, "cannot start " + java + ": " + failed.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Outcome.failure(ExitCode.UNAVAILABLE, "interrupted");
        }
    }
}
