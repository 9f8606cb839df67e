package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class NamesAndKeysTest {
    private static final FieldTable BOTH = FieldTable.of(
                    "CC", array(FieldValue.of("b"), FieldValue.of(1), FieldValue.of("b")))
            .with("BCC", array(FieldValue.of("c")));

    @Test
    void builtInTypesAreFoundByTheirExactNames() {
        for (ExchangeType type : ExchangeType.values()) {
            assertThat(ExchangeType.named(type.wireName())).contains(type);
            FieldTable arguments = FieldTable.of("x-delayed-type", FieldValue.of("direct"));
            assertThat(type.<String>newTable(arguments, name -> name).isEmpty()).isTrue();
        }
        assertThat(List.of("Direct", "direct\n", "", "x-delayed-messages"))
                .allSatisfy(name -> assertThat(ExchangeType.named(name)).isEmpty());
    }

    @Test
    void onlyHeadersExchangesLookAtBindingArguments() {
        FieldTable bad = FieldTable.of("x-match", FieldValue.of("foo"));

        assertThat(ExchangeType.TOPIC.bindingRefusal("", bad)).isEmpty();
        assertThat(ExchangeType.HEADERS.bindingRefusal("", bad)).isPresent();
    }

    @Test
    void lineBreaksAreTakenOutOfNames() {
        assertThat(ResourceName.withoutLineBreaks("q\r\nna\nme\r")).isEqualTo("qname");
        assertThat(ResourceName.withoutLineBreaks("a b\tc")).isEqualTo("a b\tc");
    }

    @Test
    void namesThatStartWithAmqDotAreReserved() {
        assertThat(List.of("amq.", "amq.x", ResourceName.withoutLineBreaks("a\nmq.x")))
                .allMatch(ResourceName::isReserved);
        assertThat(List.of("amq", "amqx", "Amq.x", "", "x.amq.")).noneMatch(ResourceName::isReserved);
    }

    @Test
    void copyKeysAreTheStringsOfBothHeaders() {
        assertThat(CopyKeys.of(BOTH)).containsExactly("b", "b", "c");
        assertThat(CopyKeys.of(FieldTable.of("cc", array(FieldValue.of("b"))))).isEmpty();
        assertThat(CopyKeys.refusal(BOTH)).isEmpty();
    }

    @Test
    void copyHeadersMustBeArrays() {
        assertThat(CopyKeys.refusal(FieldTable.of("CC", FieldValue.of("b"))))
                .contains("invalid message: {unacceptable_type_in_header,\"CC\",longstr}");
        assertThat(CopyKeys.refusal(BOTH.with("BCC", FieldValue.of(1))))
                .contains("invalid message: {unacceptable_type_in_header,\"BCC\",signedint}");
    }

    @Test
    void receiversSeeCc_butNotBcc() {
        BasicProperties sent =
                new BasicProperties.Builder().headers(BOTH).messageId("m").build();
        BasicProperties seen = CopyKeys.withoutBcc(sent);

        assertThat(seen.headers()).isEqualTo(BOTH.without("BCC"));
        assertThat(seen.messageId()).contains("m");
        assertThat(CopyKeys.withoutBcc(seen)).isSameAs(seen);
    }

    private static FieldValue array(FieldValue... values) {
        return new FieldValue.Array(List.of(values));
    }
}
