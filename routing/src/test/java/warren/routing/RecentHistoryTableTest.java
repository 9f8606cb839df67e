package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.Message;

class RecentHistoryTableTest {
    @Test
    void keepsTheLastTwentyMessages_withoutBindingsToo() {
        RoutingTable<String> table = ExchangeType.RECENT_HISTORY.newTable(FieldTable.EMPTY, name -> name);
        for (int i = 0; i < 25; i++) {
            assertThat(table.route(message("k" + i, FieldTable.EMPTY))).isEmpty();
        }
        List<Message> history = table.history();

        assertThat(history).hasSize(20);
        assertThat(history.get(0).routingKey()).isEqualTo("k5");
        assertThat(history.get(19).routingKey()).isEqualTo("k24");
    }

    @Test
    void keepsAsManyAsItIsTold_andNotThoseThatAskNotToBe() {
        RoutingTable<String> table = ExchangeType.RECENT_HISTORY.newTable(length(FieldValue.of(2)), name -> name);
        table.bind("q", "", FieldTable.EMPTY);
        for (String key : List.of("a", "b", "c")) {
            table.route(message(key, FieldTable.EMPTY));
        }
        var unstored = FieldTable.of("x-recent-history-no-store", FieldValue.of(true));

        assertThat(table.route(message("d", unstored))).containsExactly("q");
        assertThat(table.history()).extracting(Message::routingKey).containsExactly("b", "c");
    }

    @Test
    void otherTypesKeepNothing() {
        RoutingTable<String> table = ExchangeType.FANOUT.newTable(FieldTable.EMPTY, name -> name);
        table.route(message("k", FieldTable.EMPTY));

        assertThat(table.history()).isEmpty();
    }

    @Test
    void refusesALengthThatIsNoPositiveInteger() {
        assertThat(refusal(FieldValue.of(1))).isEmpty();
        assertThat(refusal(new FieldValue.Int(IntType.INT64_UPPER, 1))).isEmpty();
        assertThat(refusal(FieldValue.of(0)))
                .contains("Invalid argument 0, 'x-recent-history-length' must be a positive integer");
        assertThat(refusal(FieldValue.of("5")))
                .contains("Invalid argument <<\"5\">>, 'x-recent-history-length' must be a positive integer");
        assertThat(refusal(new FieldValue.Int(IntType.UINT8, 1))).isPresent();
    }

    private static Optional<String> refusal(FieldValue length) {
        return ExchangeType.RECENT_HISTORY.refusal(length(length));
    }

    private static FieldTable length(FieldValue value) {
        return FieldTable.of("x-recent-history-length", value);
    }

    private static Message message(String key, FieldTable headers) {
        return Message.of(
                "x", key, new BasicProperties.Builder().headers(headers).build(), new byte[0]);
    }
}
