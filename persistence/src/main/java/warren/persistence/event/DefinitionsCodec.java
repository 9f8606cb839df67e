package warren.persistence.event;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/**
 * The bytes of facts about definitions: their number, then one AMQP field table each. Tables name their fields, so a reader passes over
 * those that a newer version added. A fact of an unknown kind is refused: to leave it out could bring back what was deleted.
 */
final class DefinitionsCodec {
    private DefinitionsCodec() {}

    static byte[] write(List<DefinitionEvent> facts) {
        var out = new ByteWriter(256);
        out.varint(facts.size());
        for (DefinitionEvent fact : facts) {
            var table = FactWriter.fields(fact).table();
            ByteBuffer bytes = ByteBuffer.allocate(FieldWriter.tableSize(table));
            FieldWriter.table(bytes, table);
            out.raw(bytes.array());
        }
        return out.toBytes();
    }

    static List<DefinitionEvent> read(byte[] bytes) throws MalformedBytesException {
        var in = new ByteReader(bytes);
        int count = in.count();
        ByteBuffer tables = ByteBuffer.wrap(in.rest());
        var facts = new ArrayList<DefinitionEvent>(count);
        try {
            for (int i = 0; i < count; i++) {
                facts.add(FactReader.fact(new Fields(FieldReader.table(tables))));
            }
        } catch (MalformedFieldException e) {
            throw new MalformedBytesException(String.valueOf(e.getMessage()));
        }
        if (tables.hasRemaining()) {
            throw new MalformedBytesException(tables.remaining() + " bytes after the last fact");
        }
        return facts;
    }
}
