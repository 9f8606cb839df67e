package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The right column was copied from rabbitmqctl 3.10, but for the address of version 6 and the last three. */
class CellTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"we\\\"ird \\\\ é\" | we\"ird \\ é",
                "true | true",
                "1.0 | 1.0",
                "[] | []",
                "[\"administrator\",\"monitoring\"] | [administrator, monitoring]",
                "{\"rabbit@here\":\"running\"} | [{'rabbit@here', running}]",
                "[127,0,0,1] | 127.0.0.1",
                "[0,9,1] | {0,9,1}",
                "[0,0,0,0,0,0,0,1] | ::1",
                "[[\"x-max-length\",\"signedint\",10],[\"x-dead-letter-exchange\",\"longstr\",\"dlx\"]] | [{\"x-max-length\",10},{\"x-dead-letter-exchange\",\"dlx\"}]",
                "[[\"b\",\"bool\",true],[\"l\",\"array\",[[\"signedint\",1],[\"longstr\",\"x\"]]],[\"t\",\"table\",[[\"a\",\"signedint\",1]]]] | [{\"b\",true},{\"l\",[1,\"x\"]},{\"t\",[{\"a\",1}]}]",
                "[[\"k\",\"longstr\",\"\"]] | [{\"k\",[]}]",
                "[[\"k\",\"longstr\",\"a\\\"b\\\\\"]] | [{\"k\",\"a\\\"b\\\\\"}]",
                "[[\"k\",\"longstr\",\"a\\u0001\"]] | [{\"k\",[97,1]}]",
                "[[\"v\",\"void\",\"undefined\"],[\"d\",\"decimal\",[2,314]],[\"f\",\"double\",1.5E20]] | [{\"v\",undefined},{\"d\",{2,314}},{\"f\",1.5e20}]",
            })
    void readsLikeAnErlangTerm(String json, String text) throws IOException {
        assertThat(Cell.text(Json.read(json.getBytes(StandardCharsets.UTF_8)))).isEqualTo(text);
    }
}
