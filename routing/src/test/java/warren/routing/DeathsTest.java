package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import warren.routing.Deaths.Death;
import warren.routing.Deaths.Reason;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class DeathsTest {
    private static final Message DEAD = Message.of(
                    "x",
                    "key",
                    new BasicProperties.Builder()
                            .headers(new FieldTable(Map.of(
                                    "CC", new FieldValue.Array(List.of(FieldValue.of("copy"))), "a", FieldValue.of(1))))
                            .expiration("30")
                            .build(),
                    new byte[] {7})
            .withCopyKeys(List.of("copy", "blind"));

    @Test
    void areWrittenDownWithTheFirst_inRabbitMqsOrder() {
        Message letter = Deaths.letter(DEAD, new Death(Reason.EXPIRED, "q", 5), "dlx", Optional.empty());

        assertThat(letter.exchange()).isEqualTo("dlx");
        assertThat(letter.routingKey()).isEqualTo("key");
        assertThat(letter.copyKeys()).containsExactly("copy", "blind");
        assertThat(letter.properties().expiration()).isEmpty();
        assertThat(letter.body()).isEqualTo(DEAD.body());
        FieldTable headers = letter.properties().headers();
        assertThat(headers.fields().keySet())
                .containsExactly(
                        "CC", "a", "x-death", "x-first-death-exchange", "x-first-death-queue", "x-first-death-reason");
        FieldTable death = deaths(letter).get(0);
        assertThat(death.fields().keySet())
                .containsExactly("count", "reason", "queue", "time", "exchange", "routing-keys", "original-expiration");
        assertThat(death.fields().get("time")).isEqualTo(new FieldValue.Timestamp(5));
        assertThat(death.fields().get("count")).isEqualTo(FieldValue.of(1L));
        assertThat(death.fields().get("routing-keys"))
                .isEqualTo(new FieldValue.Array(List.of(FieldValue.of("key"), FieldValue.of("copy"))));
    }

    @Test
    void takeTheKeysAway_whenTheQueueHasOneOfItsOwn() {
        Message letter = Deaths.letter(DEAD, new Death(Reason.REJECTED, "q", 5), "dlx", Optional.of("dead"));

        assertThat(letter.routingKey()).isEqualTo("dead");
        assertThat(letter.copyKeys()).isEmpty();
        assertThat(letter.properties().headers().get("CC")).isEmpty();
    }

    @Test
    void areCountedWhereOldBrokersRepeatedThem() {
        var old = new FieldTable(Map.of("queue", FieldValue.of("old"), "reason", FieldValue.of("expired")));
        var alone = new FieldTable(Map.of("queue", FieldValue.of("alone"), "reason", FieldValue.of("expired")));
        var headers = new FieldTable(Map.of("x-death", new FieldValue.Array(List.of(old, alone, old, old))));
        Message dead = Message.of(
                "x", "key", new BasicProperties.Builder().headers(headers).build(), new byte[0]);

        Message letter = Deaths.letter(dead, new Death(Reason.EXPIRED, "q", 5), "dlx", Optional.empty());

        assertThat(deaths(letter))
                .extracting(death -> death.number("count"))
                .map(OptionalLong::getAsLong)
                .containsExactly(1L, 3L, 1L);
        assertThat(deaths(letter).get(1)).isEqualTo(old.with("count", FieldValue.of(3L)));
    }

    @Test
    void countTheSamePairOnce_andPutItFirst() {
        Message once = die(DEAD, Reason.EXPIRED, "q", 1);
        Message twice = die(once, Reason.REJECTED, "q", 2);
        Message thrice = die(twice, Reason.EXPIRED, "q", 3);

        assertThat(deaths(thrice))
                .extracting(each ->
                        each.text("reason").orElseThrow() + each.number("count").orElseThrow())
                .containsExactly("expired2", "rejected1");
        assertThat(deaths(thrice).get(0).fields().get("time")).isEqualTo(new FieldValue.Timestamp(1));
        assertThat(List.copyOf(deaths(thrice).get(0).fields().keySet())).isSorted();
        assertThat(thrice.properties().headers().text("x-first-death-reason")).contains("expired");
    }

    @Test
    void replaceAHeaderThatIsNoList() {
        var properties = new BasicProperties.Builder()
                .headers(FieldTable.of("x-death", FieldValue.of("odd")))
                .build();
        Message letter = die(Message.of("", "k", properties, new byte[0]), Reason.MAXLEN, "q", 1);

        assertThat(deaths(letter)).hasSize(1);
        assertThat(letter.properties().headers().get("x-first-death-queue")).isEmpty();
    }

    @Test
    void showACircle_unlessSomebodyRejectedTheMessageInIt() {
        Message expired = die(die(DEAD, Reason.EXPIRED, "a", 1), Reason.EXPIRED, "b", 2);
        assertThat(Deaths.isCycle(expired, "a")).isTrue();
        assertThat(Deaths.isCycle(expired, "b")).isTrue();
        assertThat(Deaths.isCycle(expired, "c")).isFalse();

        Message rejected = die(die(DEAD, Reason.REJECTED, "a", 1), Reason.EXPIRED, "b", 2);
        assertThat(Deaths.isCycle(rejected, "a")).isFalse();
        assertThat(Deaths.isCycle(rejected, "b")).isTrue();
        assertThat(Deaths.isCycle(DEAD, "a")).isFalse();
    }

    private static Message die(Message message, Reason reason, String queue, long seconds) {
        return Deaths.letter(message, new Death(reason, queue, seconds), "", Optional.empty());
    }

    private static List<FieldTable> deaths(Message message) {
        var array =
                (FieldValue.Array) message.properties().headers().get("x-death").orElseThrow();
        return array.values().stream().map(each -> (FieldTable) each).toList();
    }
}
