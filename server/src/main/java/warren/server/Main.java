package warren.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The program. Standard output carries the one line that says the broker is ready; everything else goes to standard error. */
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        QuietUntilStarted.inOwnProgram();
        try {
            run(arguments, System.getenv(), System.out);
        } catch (StartException reason) {
            System.err.println("warren: " + reason.getMessage());
            System.err.flush();
            // not exit: there is nothing to stop in good order
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static void run(String[] arguments, Map<String, String> environment, PrintStream out)
            throws StartException {
        LaunchOptions options = LaunchOptions.parse(arguments);
        if (options.help()) {
            out.print(LaunchOptions.USAGE);
        } else if (options.version()) {
            out.println("Warren " + version());
        } else {
            Path home = Path.of(System.getProperty("warren.home", "."));
            Program program = Program.start(() -> Settings.of(options, environment, home), version());
            out.println(program.readyLine());
        }
        out.flush();
    }

    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
