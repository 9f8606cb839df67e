package warren.actors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import warren.actors.info.Pids;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class EventTest {
    private final Event event = new Event(new Pids("rabbit@here", 17));

    private FieldValue header(String name) {
        Message message = event.message("amq.rabbitmq.event", "key", 1_700_000_000_123L);
        return message.properties().headers().get(name).orElseThrow();
    }

    @Test
    void isAPersistentMessageWithoutABody() {
        Message message = event.by("guest").message("amq.rabbitmq.event", "queue.created", 1_700_000_000_123L);

        assertThat(message.exchange()).isEqualTo("amq.rabbitmq.event");
        assertThat(message.routingKey()).isEqualTo("queue.created");
        assertThat(message.body()).isEmpty();
        assertThat(message.isPersistent()).isTrue();
        assertThat(message.properties().timestamp()).hasValue(1_700_000_000L);
        assertThat(message.properties().headers().fields().keySet())
                .containsExactly("user_who_performed_action", "timestamp_in_ms");
        assertThat(header("timestamp_in_ms")).isEqualTo(FieldValue.of(1_700_000_000_123L));
    }

    @Test
    void writesArgumentsAsErlangDoes() {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("x-max-length", FieldValue.of(5));
        fields.put("x-dead-letter-exchange", FieldValue.of("a\"b"));
        fields.put("empty", FieldValue.of(""));
        fields.put("flag", FieldValue.of(true));
        fields.put("table", FieldTable.of("n", FieldValue.of(7L)));
        fields.put("array", new FieldValue.Array(List.of(FieldValue.of("x"))));

        event.terms("arguments", new FieldTable(fields));

        assertThat(header("arguments"))
                .isEqualTo(new FieldValue.Array(List.of(
                        FieldValue.of("{<<\"x-max-length\">>,signedint,5}"),
                        FieldValue.of("{<<\"x-dead-letter-exchange\">>,longstr,<<\"a\\\"b\">>}"),
                        FieldValue.of("{<<\"empty\">>,longstr,<<>>}"),
                        FieldValue.of("{<<\"flag\">>,bool,true}"),
                        FieldValue.of("{<<\"table\">>,table,[{<<\"n\">>,long,7}]}"),
                        FieldValue.of("{<<\"array\">>,array,[{longstr,<<\"x\">>}]}"))));
    }

    @Test
    void writesAddressesAsTuples() {
        event.address("v4", "127.0.0.1").address("v6", "0:0:0:0:0:0:0:1");

        assertThat(header("v4")).isEqualTo(FieldValue.of("{127,0,0,1}"));
        assertThat(header("v6")).isEqualTo(FieldValue.of("{0,0,0,0,0,0,0,1}"));
    }

    @Test
    void namesActorsAsListCommandsDo() {
        event.pid("pid", "connection-5").pid("none", "").node();

        assertThat(header("pid")).isEqualTo(FieldValue.of("<rabbit@here.17.connection-5.0>"));
        assertThat(header("none")).isEqualTo(FieldValue.of(""));
        assertThat(header("node")).isEqualTo(FieldValue.of("rabbit@here"));
    }
}
