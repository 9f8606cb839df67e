package warren.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import warren.exchange.ExchangeExtension;

/** A jar with one exchange type of the tests, as its author would build it. */
final class ExtensionJar {
    private ExtensionJar() {}

    /** Its class, those nested in it, its entry for ServiceLoader, and settings of its own. */
    static Path write(Path jar, Class<? extends ExchangeExtension> extension, String settings) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            put(out, "META-INF/services/" + ExchangeExtension.class.getName(), extension.getName());
            put(out, "reference.conf", settings);
            String folder = extension.getPackageName().replace('.', '/') + "/";
            String pattern = extension.getSimpleName() + "{,$*}.class";
            try (DirectoryStream<Path> classes = Files.newDirectoryStream(folderOf(extension), pattern)) {
                for (Path each : classes) {
                    out.putNextEntry(new JarEntry(folder + each.getFileName()));
                    try (InputStream in = Files.newInputStream(each)) {
                        in.transferTo(out);
                    }
                }
            }
        }
        return jar;
    }

    private static Path folderOf(Class<?> extension) throws IOException {
        try {
            return Path.of(extension
                            .getResource(extension.getSimpleName() + ".class")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    private static void put(OutputStream jar, String name, String text) throws IOException {
        ((JarOutputStream) jar).putNextEntry(new JarEntry(name));
        jar.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
