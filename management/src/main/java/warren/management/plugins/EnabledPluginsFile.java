package warren.management.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The file that names the plug-ins which an operator has switched on, in RabbitMQ's form: {@code [rabbitmq_management].} */
public record EnabledPluginsFile(Path path) {
    private static final Pattern PLAIN = Pattern.compile("[a-z][A-Za-z0-9_@]*");
    private static final Pattern ATOM = Pattern.compile(PLAIN + "|'[^'\\\\]+'");
    private static final Pattern LIST =
            Pattern.compile("\\s*\\[\\s*((" + ATOM + ")(\\s*,\\s*(" + ATOM + "))*)?\\s*\\]\\s*\\.\\s*");
    private static final Pattern COMMENT = Pattern.compile("(?m)%.*$");

    /** The names in it; empty when there is no such file. IOException when it cannot be read or is not such a list. */
    public Optional<SortedSet<String>> read() throws IOException {
        String text;
        try {
            text = COMMENT.matcher(Files.readString(path)).replaceAll("");
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new IOException("cannot read the enabled plugins file " + path + ": " + unreadable, unreadable);
        }
        if (!LIST.matcher(text).matches()) {
            throw new IOException("the enabled plugins file " + path
                    + " is not a list of names such as [rabbitmq_management,rabbitmq_prometheus].");
        }
        return Optional.of(ATOM.matcher(text)
                .results()
                .map(name -> name.group().replace("'", ""))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Whoever reads it meanwhile sees all of the old names or all of the new ones. */
    public void write(Collection<String> names) throws IOException {
        String list = names.stream()
                .map(name -> PLAIN.matcher(name).matches() ? name : "'" + name + "'")
                .collect(Collectors.joining(",", "[", "].\n"));
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.writeString(draft, list);
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            Files.deleteIfExists(draft);
            throw new IOException("cannot write the enabled plugins file " + path + ": " + refused, refused);
        }
    }
}
