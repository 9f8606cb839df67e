package warren.routing.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldCodecTest {
    /** Each type's letter and value as on the wire. */
    static Stream<Arguments> everyType() {
        return Stream.of(
                Arguments.of("74 01", FieldValue.of(true)),
                Arguments.of("74 00", FieldValue.of(false)),
                Arguments.of("62 80", number(IntType.INT8, -128)),
                Arguments.of("42 80", number(IntType.UINT8, 128)),
                Arguments.of("73 fffe", number(IntType.INT16, -2)),
                Arguments.of("75 fffe", number(IntType.UINT16, 65_534)),
                Arguments.of("49 fffffffe", FieldValue.of(-2)),
                Arguments.of("69 fffffffe", number(IntType.UINT32, 4_294_967_294L)),
                Arguments.of("6c 8000000000000000", FieldValue.of(Long.MIN_VALUE)),
                Arguments.of("4c ffffffffffffffff", number(IntType.INT64_UPPER, -1)),
                Arguments.of("66 3fc00000", new FieldValue.Float32(1.5f)),
                Arguments.of("64 c004000000000000", new FieldValue.Float64(-2.5)),
                Arguments.of("44 ff ffffffff", new FieldValue.Decimal(255, 4_294_967_295L)),
                Arguments.of("54 0000000065e06700", new FieldValue.Timestamp(1_709_205_248)),
                Arguments.of("53 00000003 61c3a9", FieldValue.of("aé")),
                Arguments.of("53 00000002 fffe", LongString.wrap(new byte[] {-1, -2})),
                Arguments.of("78 00000002 00ff", new FieldValue.Binary(new byte[] {0, -1})),
                Arguments.of("56", new FieldValue.NoValue()),
                Arguments.of("41 00000000", new FieldValue.Array(List.of())),
                Arguments.of("41 00000003 7401 56", array(FieldValue.of(true), new FieldValue.NoValue())),
                Arguments.of("46 00000000", FieldTable.EMPTY),
                Arguments.of("46 00000004 0161 7400", FieldTable.of("a", FieldValue.of(false))));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void isWrittenAndReadByteForByte(String hex, FieldValue value) throws MalformedFieldException {
        byte[] valueBytes = bytes(hex);
        byte[] table = ByteBuffer.allocate(Integer.BYTES + 2 + valueBytes.length)
                .putInt(2 + valueBytes.length)
                .put((byte) 1)
                .put((byte) 'k')
                .put(valueBytes)
                .array();

        assertThat(write(FieldTable.of("k", value))).isEqualTo(table);
        assertThat(FieldReader.table(ByteBuffer.wrap(table)).get("k")).contains(value);
    }

    @Test
    void anyOtherByteThanZeroIsTrue() throws MalformedFieldException {
        assertThat(read("00000004 016b 7402").isTrue("k")).isTrue();
    }

    @Test
    void fieldsKeepTheirOrder_andTheLastOfOneNameCounts() throws MalformedFieldException {
        FieldTable table = read("0000000c 017a 6201 0161 6202 017a 6203");

        assertThat(table.fields().keySet()).containsExactly("z", "a");
        assertThat(table.number("z")).hasValue(3);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused("");
        assertRefused("000000");
        assertRefused("ffffffff");
        assertRefused("00000001");
        assertRefused("00000001 01 6b 74 01"); // the field reaches beyond the table
        assertRefused("00000004 016b 7a 00"); // type z
        assertRefused("00000007 016b 53 00000001"); // no byte of the string
        assertRefused("00000007 016b 53 ffffffff");
        assertRefused("00000009 016b 46 00000001 7401");
        assertRefused("00000003 016b 74");
    }

    @Test
    void refusesTablesNestedTooDeeply_andReadsTheDeepestAllowed() throws MalformedFieldException {
        assertThat(FieldReader.table(ByteBuffer.wrap(nested(FieldReader.DEPTH_MAX))))
                .isNotNull();
        assertThatThrownBy(() -> FieldReader.table(ByteBuffer.wrap(nested(FieldReader.DEPTH_MAX + 1))))
                .isInstanceOf(MalformedFieldException.class);
        assertThatThrownBy(() -> FieldReader.table(ByteBuffer.wrap(nested(100_000))))
                .isInstanceOf(MalformedFieldException.class);
    }

    @Test
    void shortStringsHold255Bytes_notCharacters() throws MalformedFieldException {
        ByteBuffer out = ByteBuffer.allocate(256);
        FieldWriter.shortString(out, "é".repeat(127) + "e");
        assertThat(FieldReader.shortString(out.flip())).isEqualTo("é".repeat(127) + "e");

        assertThatThrownBy(() -> FieldWriter.shortString(ByteBuffer.allocate(300), "é".repeat(128)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shortStringsThatAreNoUtf8ComeBackAsTheyWere_andStayDifferent() throws MalformedFieldException {
        String one = FieldReader.shortString(ByteBuffer.wrap(bytes("03 ff c3 28")));
        String other = FieldReader.shortString(ByteBuffer.wrap(bytes("03 fe c3 28")));
        ByteBuffer out = ByteBuffer.allocate(4);
        FieldWriter.shortString(out, one);

        assertThat(one).isNotEqualTo(other).hasSize(3);
        assertThat(out.array()).isEqualTo(bytes("03 ff c3 28"));
        assertThat(FieldWriter.shortStringSize(one)).isEqualTo(4);
    }

    @Test
    void namesTheWireTypesAsRabbitMqDoes() {
        assertThat(everyType()
                        .map(row -> ((FieldValue) row.get()[1]).typeName())
                        .distinct())
                .containsExactly(
                        "bool",
                        "byte",
                        "unsignedbyte",
                        "short",
                        "unsignedshort",
                        "signedint",
                        "unsignedint",
                        "long",
                        "float",
                        "double",
                        "decimal",
                        "timestamp",
                        "longstr",
                        "binary",
                        "void",
                        "array",
                        "table");
    }

    @Test
    void aTableIsChangedByCopies() {
        FieldTable table = FieldTable.of("a", FieldValue.of("x")).with("b", FieldValue.of(2));

        assertThat(table.without("a").fields().keySet()).containsExactly("b");
        assertThat(table.text("a")).contains("x");
        assertThat(table.text("b")).isEmpty();
        assertThat(table.number("a")).isEmpty();
        assertThat(table.fields()).hasSize(2);
        assertThat(FieldTable.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void aTableDoesNotFollowTheMapItWasMadeOf() {
        var fields = new LinkedHashMap<String, FieldValue>();
        FieldTable table = new FieldTable(fields);
        fields.put("a", FieldValue.of(1));

        assertThat(table.isEmpty()).isTrue();
    }

    private static byte[] nested(int depth) {
        // Every table but the innermost holds one field of three bytes and a table with its length.
        int levels = depth - 1;
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + levels * 7 + 3);
        for (int level = levels; level >= 0; level--) {
            out.putInt(level * 7 + 3).put((byte) 1).put((byte) 'k').put((byte) (level == 0 ? 'V' : 'F'));
        }
        return out.array();
    }

    private static void assertRefused(String hex) {
        assertThatThrownBy(() -> read(hex)).as(hex).isInstanceOf(MalformedFieldException.class);
    }

    private static FieldTable read(String hex) throws MalformedFieldException {
        return FieldReader.table(ByteBuffer.wrap(bytes(hex)));
    }

    static byte[] write(FieldTable table) {
        ByteBuffer out = ByteBuffer.allocate(FieldWriter.tableSize(table));
        FieldWriter.table(out, table);
        assertThat(out.hasRemaining()).as("tableSize is exact").isFalse();
        return out.array();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static FieldValue number(IntType type, long value) {
        return new FieldValue.Int(type, value);
    }

    private static FieldValue array(FieldValue... values) {
        return new FieldValue.Array(List.of(values));
    }
}
