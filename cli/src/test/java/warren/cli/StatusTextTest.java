package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void saysHowFarQueuesHaveRecovered_whileTheyDo() {
        ObjectNode status = Json.object();
        assertThat(StatusText.of(status, "gb")).doesNotContain("Recovering");

        status.putObject("recovery").put("recovered", 3210).put("queues", 10_000);
        assertThat(StatusText.of(status, "gb")).contains("\nRecovering queues: 3210 of 10000\n");
    }
}
