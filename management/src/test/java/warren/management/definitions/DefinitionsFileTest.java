package warren.management.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Password;
import warren.actors.info.OperatorError;

class DefinitionsFileTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"users\":[{\"name\":\"x\"}]} | tags_not_present",
                "{\"users\":{}} | 'users' is not a list",
                "{\"users\":[{\"name\":\"x\",\"tags\":\"\",\"password_hash\":\"!!\"}]} | password_hash of user 'x' is not base 64",
                "{\"users\":[{\"name\":\"x\",\"tags\":\"\",\"hashing_algorithm\":\"rot13\"}]} | unknown hashing algorithm 'rot13' of user 'x'",
                "{\"queues\":[{\"name\":\"q\",\"vhost\":\"/\"}]} | 'durable' is missing or not true or false in {\"name\":\"q\",\"vhost\":\"/\"}",
                "{\"bindings\":[{\"source\":\"x\",\"vhost\":\"/\",\"destination\":\"q\",\"destination_type\":\"moon\",\"routing_key\":\"\"}]} | unknown destination_type 'moon' of a binding",
            })
    void saysWhatIsWrong(String document, String reason) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(OperatorError.class)
                .hasMessage(reason);
    }

    @Test
    void saysWhichParameterNobodyTakes() {
        assertThatThrownBy(() -> read(
                        "{\"parameters\":[{\"component\":\"shovel\",\"vhost\":\"/\",\"name\":\"s\",\"value\":{}}]}"))
                .hasMessage("Validation failed\n\ncomponent shovel not found\n (//shovel/s)");
    }

    @Test
    void keepsPasswordsOutOfWhatItSays() {
        assertThatThrownBy(() -> read("{\"permissions\":[{\"user\":\"u\",\"password\":\"secret\"}]}"))
                .message()
                .doesNotContain("secret");
    }

    @Test
    void takesOldFilesHashesForMd5() throws Exception {
        var old = read(
                "{\"rabbit_version\":\"3.5.7\",\"users\":[{\"name\":\"u\",\"password_hash\":\"\",\"tags\":\"\"}]}");
        var recent = read(
                "{\"rabbit_version\":\"3.6.0\",\"users\":[{\"name\":\"u\",\"password_hash\":\"\",\"tags\":\"\"}]}");

        assertThat(((Password.Hashed)
                                ((ChangeRequest.PutUser) old.usersAndHosts().get(0)).password())
                        .algorithm())
                .isEqualTo("rabbit_password_hashing_md5");
        assertThat(((Password.Hashed)
                                ((ChangeRequest.PutUser) recent.usersAndHosts().get(0)).password())
                        .algorithm())
                .isEqualTo("rabbit_password_hashing_sha256");
    }

    @Test
    void findsAVirtualHostThatNobodyMakes() throws Exception {
        String queue =
                "\"queues\":[{\"name\":\"q\",\"vhost\":\"v\",\"durable\":true,\"auto_delete\":false,\"arguments\":{}}]";

        assertThat(read("{" + queue + "}").missingHost(Set.of("/"))).contains("v");
        assertThat(read("{\"vhosts\":[{\"name\":\"v\"}]," + queue + "}").missingHost(Set.of("/")))
                .isEqualTo(Optional.empty());
    }

    private static DefinitionsFile read(String document) throws OperatorError, JsonProcessingException {
        return DefinitionsFile.read((ObjectNode) warren.management.json.Json.read(document), "");
    }
}
