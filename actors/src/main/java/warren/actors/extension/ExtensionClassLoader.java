package warren.actors.extension;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one jar, or of all jars in a folder, held in memory: the file may be replaced while they are in use, and nothing has to
 * be closed when they are not. They see the JDK and what {@code warren.exchange} is made of, and of anything else in the broker their own
 * copy or none.
 */
final class ExtensionClassLoader extends ClassLoader {
    private static final List<String> SHARED = List.of(
            "warren.exchange.",
            "org.apache.pekko.",
            "scala.",
            "com.typesafe.config.",
            "org.slf4j.",
            "org.jspecify.annotations.");
    private static final ClassLoader BROKER = ExtensionClassLoader.class.getClassLoader();

    private final Map<String, List<byte[]>> entries;

    private ExtensionClassLoader(String name, Map<String, List<byte[]>> entries) {
        super(name, ClassLoader.getPlatformClassLoader());
        this.entries = entries;
    }

    /** Reads a jar, or the jars in a folder. */
    static ExtensionClassLoader of(Path place) throws IOException {
        Map<String, List<byte[]>> entries = new HashMap<>();
        for (Path jar : jars(place)) {
            read(jar, entries);
        }
        return new ExtensionClassLoader(String.valueOf(place.getFileName()), entries);
    }

    private static List<Path> jars(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*.jar")) {
            files.forEach(jars::add);
        }
        Collections.sort(jars);
        return jars;
    }

    private static void read(Path jar, Map<String, List<byte[]>> entries) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            boolean any = false;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                any = true;
                if (!entry.isDirectory()) {
                    entries.computeIfAbsent(entry.getName(), name -> new ArrayList<>(1))
                            .add(in.readAllBytes());
                }
            }
            if (!any) {
                throw new IOException(jar + " is no jar");
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return BROKER.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        List<byte[]> found = entries.get(name.replace('.', '/') + ".class");
        if (found == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = found.get(0);
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return urls(name).findFirst().orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(urls(name).toList());
    }

    private Stream<URL> urls(String name) {
        return entries.getOrDefault(name, List.of()).stream().map(bytes -> url(name, bytes));
    }

    private static URL url(String name, byte[] bytes) {
        var handler = new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(bytes);
                    }
                };
            }
        };
        try {
            return new URL("extension", "", -1, "/" + name, handler);
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException("a resource named " + name, e);
        }
    }
}
