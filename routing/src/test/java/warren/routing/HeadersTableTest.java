package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.LongString;

class HeadersTableTest {
    /** The headers of one row below, in the order of its marks. */
    private static final List<String> HEADERS = List.of(
            "",
            "a=1",
            "a=2",
            "a=1 b=2",
            "a=1 b=3",
            "x-a=1",
            "a=1 x-a=1",
            "a=1 x-a=2",
            "a=V",
            "x-match=all",
            "a=1 x-match=any");

    /** What a live RabbitMQ 3.10.8 matched: 1 for a match, by {@link #HEADERS}. */
    @ParameterizedTest
    @CsvSource({
        "'',                          11111111111",
        "a=1,                         .1.11.11..1",
        "a=1 b=2,                     ...1.......",
        "x-a=1,                       11111111111",
        "a=1 x-a=1,                   .1.11.11..1",
        "a=V,                         .1111.111.1",
        "x-a=V,                       11111111111",
        "a=1 z=V,                     ...........",
        "x-match=all,                 11111111111",
        "x-match=all a=1 b=2,         ...1.......",
        "x-match=all a=1 x-a=1,       .1.11.11..1",
        "x-match=any,                 ...........",
        "x-match=any a=1 b=2,         .1.11.11..1",
        "x-match=any x-a=1,           ...........",
        "x-match=any a=V,             .1111.111.1",
        "x-match=any a=1 z=V,         .1.11.11..1",
        "x-match=all-with-x,          11111111111",
        "x-match=all-with-x x-a=1,    .....11....",
        "x-match=all-with-x a=1 x-a=1,......1....",
        "x-match=all-with-x x-a=V,    .....111...",
        "x-match=any-with-x,          ...........",
        "x-match=any-with-x a=1 x-a=1,.1.11111..1",
        "x-match=any-with-x x-a=V,    .....111...",
    })
    void matchesAsALiveRabbitMqDid(String arguments, String marks) {
        RoutingTable<String> table = new HeadersTable<>();
        table.bind("q", "", fields(arguments));
        var found = new StringBuilder();
        HEADERS.forEach(headers ->
                found.append(table.route(Messages.withHeaders(fields(headers))).isEmpty() ? '.' : '1'));

        assertThat(found).hasToString(marks);
    }

    @Test
    void aMessageWithoutHeadersHasNone() {
        RoutingTable<String> table = new HeadersTable<>();
        table.bind("all", "", FieldTable.EMPTY);
        table.bind("a", "", FieldTable.of("a", new FieldValue.NoValue()));

        assertThat(table.route(Messages.withKey("a"))).containsExactly("all");
    }

    @Test
    void bindingsWithEqualArgumentsShareTheirList() {
        RoutingTable<String> table = new HeadersTable<>();
        FieldTable arguments = FieldTable.of("a", FieldValue.of(1));
        table.bind("q1", "k", arguments);
        table.bind("q2", "k", arguments);
        table.bind("q3", "k", FieldTable.of("a", FieldValue.of(2)));
        List<String> found = table.route(Messages.withHeaders(arguments));

        assertThat(found).containsExactly("q1", "q2");
        assertThat(table.route(Messages.withHeaders(arguments.with("b", FieldValue.of(1)))))
                .isSameAs(found);
        table.removeDestination("q1");
        table.removeDestination("q2");
        assertThat(table.route(Messages.withHeaders(arguments))).isEmpty();
    }

    /** Every value against every other: equal are those of one class, as a live RabbitMQ 3.10.8 had it. */
    @Test
    void comparesNumbersByValueAndBytesByContent_andAnythingElseWithItsType() {
        Map<FieldValue, String> classes = classesOfEqualValues();
        classes.forEach((wanted, one) -> classes.forEach((found, other) -> {
            boolean matched = HeadersPattern.of(FieldTable.of("k", wanted)).matches(FieldTable.of("k", found));
            assertThat(matched).as("%s against %s", wanted, found).isEqualTo(one.equals(other) || one.equals("void"));
        }));
    }

    private static Map<FieldValue, String> classesOfEqualValues() {
        var classes = new LinkedHashMap<FieldValue, String>();
        for (IntType type : IntType.values()) {
            classes.put(new FieldValue.Int(type, 1), "number 1");
        }
        classes.put(new FieldValue.Timestamp(1), "number 1");
        classes.put(new FieldValue.Float32(1), "number 1");
        classes.put(new FieldValue.Float64(1), "number 1");
        classes.put(new FieldValue.Int(IntType.UINT8, 255), "number 255");
        classes.put(new FieldValue.Int(IntType.INT8, -1), "number -1");
        classes.put(new FieldValue.Int(IntType.INT64_UPPER, -1), "number -1");
        classes.put(new FieldValue.Float32(0.1f), "float 0.1");
        classes.put(new FieldValue.Float64(0.1), "double 0.1");
        classes.put(new FieldValue.Float64(0.0), "number 0");
        classes.put(new FieldValue.Float64(-0.0), "number 0");
        classes.put(FieldValue.of(Long.MAX_VALUE), "2^63 - 1");
        classes.put(new FieldValue.Float64(0x1p63), "2^63");
        classes.put(FieldValue.of((1L << 53) + 1), "2^53 + 1");
        classes.put(new FieldValue.Float64(0x1p53), "2^53");
        classes.put(FieldValue.of("abc"), "bytes abc");
        classes.put(new FieldValue.Binary(new byte[] {'a', 'b', 'c'}), "bytes abc");
        classes.put(FieldValue.of("1"), "bytes 1");
        classes.put(FieldValue.of(true), "true");
        classes.put(FieldValue.of(false), "false");
        classes.put(new FieldValue.Decimal(0, 1), "decimal 1");
        classes.put(new FieldValue.Decimal(1, 10), "decimal 1.0");
        classes.put(new FieldValue.NoValue(), "void");
        classes.put(new FieldValue.Array(List.of(FieldValue.of(1))), "array of an int");
        classes.put(new FieldValue.Array(List.of(FieldValue.of(1L))), "array of a long");
        classes.put(FieldTable.of("a", FieldValue.of(1)), "table");
        return classes;
    }

    @Test
    void takesTheFourKindsOfMatch_andNone() {
        for (String kind : List.of("all", "any", "all-with-x", "any-with-x")) {
            assertThat(refusal(FieldValue.of(kind))).isNull();
        }
        assertThat(ExchangeType.HEADERS.bindingRefusal("", FieldTable.EMPTY)).isEmpty();
    }

    /** The texts are from a live RabbitMQ 3.10.8. */
    @Test
    void refusesAnyOtherMatchInTheWordsOfRabbitMq() {
        assertThat(refusal(FieldValue.of("foo")))
                .isEqualTo("Invalid x-match field value <<\"foo\">>; expected all, any, all-with-x, or any-with-x");
        assertThat(valueOf(FieldValue.of("ALL"))).isEqualTo("<<\"ALL\">>");
        assertThat(valueOf(FieldValue.of(""))).isEqualTo("<<>>");
        assertThat(valueOf(FieldValue.of("é"))).isEqualTo("<<\"é\">>");
        assertThat(valueOf(FieldValue.of("日"))).isEqualTo("<<230,151,165>>");
        assertThat(valueOf(FieldValue.of("a\"b\\c"))).isEqualTo("<<\"a\\\"b\\\\c\">>");
        assertThat(valueOf(FieldValue.of("tab\there\n"))).isEqualTo("<<\"tab\\there\\n\">>");
        assertThat(valueOf(LongString.wrap(new byte[] {1, 127}))).isEqualTo("<<1,127>>");

        assertThat(typeAndValue(FieldValue.of(1))).isEqualTo("signedint (value 1)");
        assertThat(typeAndValue(FieldValue.of(-1L))).isEqualTo("long (value -1)");
        assertThat(typeAndValue(FieldValue.of(true))).isEqualTo("bool (value true)");
        assertThat(typeAndValue(new FieldValue.Float64(1e22))).isEqualTo("double (value 1.0e22)");
        assertThat(typeAndValue(new FieldValue.Float32(0.1f))).isEqualTo("float (value 0.10000000149011612)");
        assertThat(typeAndValue(new FieldValue.Decimal(1, 10))).isEqualTo("decimal (value {1,10})");
        assertThat(typeAndValue(new FieldValue.Timestamp(1))).isEqualTo("timestamp (value 1)");
        assertThat(typeAndValue(new FieldValue.NoValue())).isEqualTo("void (value undefined)");
        assertThat(typeAndValue(new FieldValue.Binary("abc".getBytes()))).isEqualTo("binary (value <<\"abc\">>)");
        assertThat(typeAndValue(new FieldValue.Array(List.of(FieldValue.of(1)))))
                .isEqualTo("array (value [{signedint,1}])");
        assertThat(typeAndValue(fields("a=1 b=2")))
                .isEqualTo("table (value [{<<\"a\">>,signedint,1},{<<\"b\">>,signedint,2}])");
    }

    @Test
    void anArgumentThatWasNeverCheckedCountsAsAll() {
        HeadersPattern pattern = HeadersPattern.of(fields("a=1 x-match=foo"));

        assertThat(pattern.matches(fields("a=1"))).isTrue();
        assertThat(pattern.matches(FieldTable.EMPTY)).isFalse();
    }

    private static String refusal(FieldValue kind) {
        return ExchangeType.HEADERS
                .bindingRefusal("", FieldTable.of("x-match", kind))
                .orElse(null);
    }

    private static String valueOf(FieldValue kind) {
        return refusal(kind)
                .replace("Invalid x-match field value ", "")
                .replace("; expected all, any, all-with-x, or any-with-x", "");
    }

    private static String typeAndValue(FieldValue kind) {
        return refusal(kind).replace("Invalid x-match field type ", "").replace("; expected longstr", "");
    }

    /** "a=1 b=V x-match=any": numbers, V for no value, or text. */
    private static FieldTable fields(String text) {
        FieldTable fields = FieldTable.EMPTY;
        for (String field : text.isEmpty() ? new String[0] : text.split(" ")) {
            String[] pair = field.split("=");
            FieldValue value = pair[1].equals("V")
                    ? new FieldValue.NoValue()
                    : pair[1].matches("\\d") ? FieldValue.of(Integer.parseInt(pair[1])) : FieldValue.of(pair[1]);
            fields = fields.with(pair[0], value);
        }
        return fields;
    }
}
