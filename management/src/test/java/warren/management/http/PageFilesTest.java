package warren.management.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files the management port gives away, and how. */
class PageFilesTest {
    private final PageFiles files = new PageFiles();

    @ParameterizedTest
    @CsvSource({
        "'', text/html; charset=UTF-8",
        "index.html, text/html; charset=UTF-8",
        "app.js, text/javascript; charset=UTF-8",
        "views/queue.js, text/javascript; charset=UTF-8",
        "vendor/chart.js, text/javascript; charset=UTF-8",
        "style/theme.css, text/css; charset=UTF-8",
        "favicon.svg, image/svg+xml"
    })
    void givesAFileWithItsType(String path, String type) {
        HttpResponse answer = get(path);

        assertThat(answer.status().intValue()).isEqualTo(200);
        assertThat(answer.entity().getContentType().toString()).isEqualTo(type);
        assertThat(text(answer)).isNotEmpty();
    }

    @Test
    void givesTheChartLibraryOfTheWebJar() {
        assertThat(text(get("vendor/chart.js"))).contains("Chart.js v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../http/PageFiles.class",
                "../page/app.js",
                "views/../app.js",
                "views/./queue.js",
                "views",
                "/app.js",
                "style//theme.css",
                ".hidden.js",
                "vendor/../app.js",
                "vendor/chart.umd.min.js",
                "a\\..\\app.js",
                "app.js\0.html",
                "nosuch.js",
                "PageFiles.class"
            })
    void givesNothingElse(String path) {
        assertThat(get(path).status().intValue()).isEqualTo(404);
    }

    /** A slash that was quoted in the address stands within one part of the path. */
    @ParameterizedTest
    @ValueSource(strings = {"../page/app.js", "views/queue.js", "/app.js", "./app.js"})
    void givesNothingForAPartThatIsAPath(String part) {
        assertThat(files.answer(HttpRequest.GET("/"), List.of(part)).status().intValue())
                .isEqualTo(404);
        assertThat(files.answer(HttpRequest.GET("/"), List.of("views", part))
                        .status()
                        .intValue())
                .isEqualTo(404);
    }

    @Test
    void givesNoBodyToABrowserThatHasIt() {
        String tag = tag(get("app.js"));

        HttpResponse answer = get("app.js", "\"other\", W/" + tag);

        assertThat(answer.status().intValue()).isEqualTo(304);
        assertThat(tag(answer)).isEqualTo(tag);
        assertThat(text(answer)).isEmpty();
    }

    @Test
    void givesTheFileToABrowserThatHasAnother() {
        assertThat(get("app.js", tag(get("api.js"))).status().intValue()).isEqualTo(200);
    }

    @Test
    void takesNothing() {
        HttpResponse answer = files.answer(HttpRequest.POST("/app.js"), List.of("app.js"));

        assertThat(answer.status().intValue()).isEqualTo(405);
        assertThat(answer.getHeader("Allow").orElseThrow().value()).isEqualTo("GET, HEAD");
    }

    private HttpResponse get(String path) {
        return files.answer(HttpRequest.GET("/"), parts(path));
    }

    private HttpResponse get(String path, String knownTags) {
        return files.answer(HttpRequest.GET("/").addHeader(RawHeader.create("If-None-Match", knownTags)), parts(path));
    }

    private static List<String> parts(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    }

    private static String tag(HttpResponse answer) {
        return answer.getHeader("ETag").orElseThrow().value();
    }

    private static String text(HttpResponse answer) {
        return ((HttpEntity.Strict) answer.entity()).getData().utf8String();
    }
}
