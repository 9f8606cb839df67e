package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerNamesTest {
    @Test
    void lookLikeRabbitMqs() {
        assertThat(ServerNames.queue()).matches("amq\\.gen-[A-Za-z0-9_-]{22}");
        assertThat(ServerNames.consumerTag()).matches("amq\\.ctag-[A-Za-z0-9_-]{22}");
    }

    @Test
    void areAllDifferent() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            names.add(ServerNames.random());
        }
        assertThat(names).hasSize(1_000);
    }
}
