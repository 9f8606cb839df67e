package warren.management.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The files of the web page, out of the jars: those of {@code warren/management/page} and the chart library. They say nothing of the
 * broker, so anybody may have them; what the page shows it asks of the API, with the user's password.
 */
public final class PageFiles {
    private record File(byte[] bytes, ContentType type, String tag) {}

    private static final String FOLDER = "/warren/management/page/";
    private static final List<String> INDEX = List.of("index.html");
    private static final String CHART_LIBRARY = "vendor/chart.js";

    /** A part of a path: no dots in front, so none leads elsewhere. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.TEXT_HTML_UTF8,
            "js", ContentTypes.parse("text/javascript; charset=UTF-8"),
            "css", ContentTypes.parse("text/css; charset=UTF-8"),
            "svg", ContentTypes.parse("image/svg+xml"));

    private final String chartLibrary = chartLibrary();
    private final Map<String, File> read = new ConcurrentHashMap<>();

    /** The answer to a request for a file; {@code path} is decoded, and empty for the page itself. */
    public HttpResponse answer(HttpRequest request, List<String> path) {
        Optional<File> found = find(path.isEmpty() ? INDEX : path);
        if (found.isEmpty()) {
            return Answers.notFound();
        }
        String method = request.method().value();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answers.methodNotAllowed("GET, HEAD");
        }
        File file = found.get();
        HttpResponse answer = HttpResponse.create().addHeader(RawHeader.create("ETag", file.tag));
        return isKnown(request, file.tag)
                ? answer.withStatus(StatusCodes.NOT_MODIFIED)
                : answer.withEntity(HttpEntities.create(file.type, file.bytes));
    }

    private Optional<File> find(List<String> path) {
        String name = String.join("/", path);
        File known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !path.stream().allMatch(part -> PART.matcher(part).matches())) {
            return Optional.empty();
        }
        return bytes(name.equals(CHART_LIBRARY) ? chartLibrary : FOLDER + name)
                .map(bytes -> read.computeIfAbsent(name, any -> new File(bytes, type, tag(bytes))));
    }

    /** The browser has this very content: {@code If-None-Match} (RFC 9110, 13.1.2). */
    private static boolean isKnown(HttpRequest request, String tag) {
        return request.getHeader("If-None-Match").stream()
                .flatMap(header -> Arrays.stream(header.value().split(",")))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    private static Optional<byte[]> bytes(String resource) {
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** A WebJar's path holds its version, which only the WebJar itself knows. */
    private static String chartLibrary() {
        byte[] properties = bytes("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")
                .orElseThrow(() -> new IllegalStateException("the WebJar of chart.js is not on the class path"));
        var read = new Properties();
        try {
            read.load(new java.io.StringReader(new String(properties, StandardCharsets.ISO_8859_1)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return "/META-INF/resources/webjars/chart.js/" + read.getProperty("version") + "/dist/chart.umd.min.js";
    }
}
