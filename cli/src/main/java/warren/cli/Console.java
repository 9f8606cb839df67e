package warren.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Standard input, output and error. */
record Console(InputStream in, PrintStream out, PrintStream err) {

    /** This process's own, in UTF-8 whatever the locale. */
    static Console ofProcess() {
        return new Console(
                System.in,
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.err), false, StandardCharsets.UTF_8));
    }

    void print(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        out.print(text);
        out.flush();
    }

    void printError(String text) {
        err.print(text + "\n");
        err.flush();
    }

    /** One line from standard input, without the white space around it; empty at its end. */
    Optional<String> readLine() {
        try {
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return Optional.ofNullable(reader.readLine()).map(String::strip);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
