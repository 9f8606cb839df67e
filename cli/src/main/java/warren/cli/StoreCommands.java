package warren.cli;

import java.io.IOException;
import java.nio.file.Path;
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
        ProcessBuilder program = ServerProgram.of(PROGRAM, task, directory().toString());
        try {
            return new Outcome.Ended(program.inheritIO().start().waitFor());
        } catch (IOException failed) {
            return Outcome.failure(ExitCode.UNAVAILABLE, "cannot start Java: " + failed.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Outcome.failure(ExitCode.UNAVAILABLE, "interrupted");
        }
    }
}
