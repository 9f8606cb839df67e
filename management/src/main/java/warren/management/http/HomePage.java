package warren.management.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The page at {@code /}. */
public final class HomePage {
    private final byte[] html;

    public HomePage(String node, String version) {
        try (InputStream in = HomePage.class.getResourceAsStream("index.html")) {
            if (in == null) {
                throw new IllegalStateException("index.html is missing in the jar");
            }
            String page = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            html = page.replace("{node}", escaped(node))
                    .replace("{version}", escaped(version))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public HttpResponse answer() {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
