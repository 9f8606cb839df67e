package warren.management.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of the page's modules without running them. */
class PageSourcesTest {
    private static final Path FOLDER = Path.of("src/main/resources/warren/management/page");
    private static final Pattern KEY = Pattern.compile("^ {2}'([^']+)': ", Pattern.MULTILINE);
    private static final Pattern USE = Pattern.compile("\\Wt\\('([^']+)'");
    private static final Pattern IMPORT = Pattern.compile("^import .*?'(\\.[^']+)';", Pattern.MULTILINE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
    private static final int LINES_MAX = 400;

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        String english = Files.readString(FOLDER.resolve("i18n/en.js"));
        String korean = Files.readString(FOLDER.resolve("i18n/ko.js"));

        assertThat(all(KEY, english)).hasSizeGreaterThan(300);
        assertThat(all(KEY, korean)).isEqualTo(all(KEY, english));
        assertThat(keysWithPlaceholders(korean)).isEqualTo(keysWithPlaceholders(english));
    }

    @Test
    void eachTextThatIsAskedForIsThere() throws IOException {
        Set<String> known = all(KEY, Files.readString(FOLDER.resolve("i18n/en.js")));
        for (Path module : files(".js")) {
            assertThat(known).as(module.toString()).containsAll(all(USE, Files.readString(module)));
        }
    }

    @Test
    void eachImportIsThere() throws IOException {
        for (Path module : files(".js")) {
            for (String wanted : all(IMPORT, Files.readString(module))) {
                Path file = module.resolveSibling(wanted).normalize();
                assertThat(file.endsWith("vendor/chart.js") || Files.exists(file))
                        .as("%s in %s", wanted, module)
                        .isTrue();
            }
        }
    }

    /** Text from users must never be read as HTML or as a program. */
    @Test
    void noModuleMakesHtmlOrCodeOfTexts() throws IOException {
        for (Path module : files(".js")) {
            assertThat(Files.readString(module))
                    .as(module.toString())
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "srcdoc")
                    .doesNotContain("eval(", "new Function", "javascript:");
        }
    }

    @Test
    void noFileIsLong() throws IOException {
        for (Path file : files(".js", ".css", ".html")) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LINES_MAX);
        }
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
                    .toList();
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each key with the values that its text takes. */
    private static Set<String> keysWithPlaceholders(String dictionary) {
        return dictionary
                .lines()
                .filter(line -> line.startsWith("  '"))
                .map(line -> line.split("'")[1] + " "
                        + PLACEHOLDER
                                .matcher(line)
                                .results()
                                .map(MatchResult::group)
                                .sorted()
                                .toList())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
