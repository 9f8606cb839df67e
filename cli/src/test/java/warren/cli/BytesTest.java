package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "0, 0",
        "+7, 7",
        "2k, 2048",
        "2kiB, 2048",
        "3kB, 3000",
        "1M, 1048576",
        "1MiB, 1048576",
        "50MB, 50000000",
        "1G, 1073741824",
        "1GiB, 1073741824",
        "2GB, 2000000000",
        "900000GB, 900000000000000",
        "-5, 0",
        "99999999999999GB, 9223372036854775807"
    })
    void readsRabbitsUnits(String text, long bytes) {
        assertThat(Bytes.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1.5GB", "5KB", "5 MB", "2097152bytes", "-5MB", "TB"})
    void refusesAllElse(String text) {
        assertThat(Bytes.parse(text)).isEmpty();
    }

    @Test
    void keepsTheSignWhereItIsAskedFor() {
        assertThat(Bytes.parseSigned("-5")).hasValue(-5);
        assertThat(Bytes.parseSigned("-1kB")).hasValue(-1000);
    }
}
