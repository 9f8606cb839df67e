package warren.management.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;

class FieldsTest {
    private static final FieldTable TABLE = table();

    private static FieldTable table() {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        fields.put("s", FieldValue.of("é"));
        fields.put("n", new FieldValue.Int(IntType.INT8, -1));
        fields.put("b", FieldValue.of(true));
        fields.put("l", new FieldValue.Array(List.of(FieldValue.of(1), FieldValue.of("x"))));
        fields.put("t", FieldTable.of("a", FieldValue.of(2L)));
        fields.put("d", new FieldValue.Decimal(2, 314));
        fields.put("T", new FieldValue.Timestamp(5));
        fields.put("v", new FieldValue.NoValue());
        fields.put("f", new FieldValue.Float64(1.5));
        return new FieldTable(fields);
    }

    @Test
    void keepsTypesForTheCommandLine() {
        assertThat(Fields.typed(TABLE))
                .hasToString("[[\"s\",\"longstr\",\"é\"],[\"n\",\"byte\",-1],[\"b\",\"bool\",true],"
                        + "[\"l\",\"array\",[[\"signedint\",1],[\"longstr\",\"x\"]]],"
                        + "[\"t\",\"table\",[[\"a\",\"long\",2]]],[\"d\",\"decimal\",[2,314]],"
                        + "[\"T\",\"timestamp\",5],[\"v\",\"void\",\"undefined\"],[\"f\",\"double\",1.5]]");
    }

    @Test
    void isAnObjectForTheHttpApi() {
        assertThat(Fields.plain(TABLE))
                .hasToString("{\"s\":\"é\",\"n\":-1,\"b\":true,\"l\":[1,\"x\"],\"t\":{\"a\":2},\"d\":3.14,\"T\":5,"
                        + "\"v\":null,\"f\":1.5}");
    }

    @Test
    void readsAnObject() throws JsonProcessingException {
        FieldTable table = Fields.table(Json.read("{\"a\":1,\"b\":[true,1.5,null],\"c\":{\"d\":\"x\"}}"));

        assertThat(table.get("a")).contains(FieldValue.of(1L));
        assertThat(table.get("b"))
                .contains(new FieldValue.Array(
                        List.of(FieldValue.of(true), new FieldValue.Float64(1.5), new FieldValue.NoValue())));
        assertThat(table.get("c")).contains(FieldTable.of("d", FieldValue.of("x")));
    }

    @Test
    void sortsAPolicysKeys() {
        FieldTable table =
                new FieldTable(new LinkedHashMap<>(Map.of("b", FieldValue.of(1)))).with("a", FieldValue.of(2));

        assertThat(Fields.sorted(table)).hasToString("{\"a\":2,\"b\":1}");
    }
}
