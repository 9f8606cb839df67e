package warren.persistence.repair;

import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import warren.persistence.event.EventSerializer;
import warren.persistence.store.DamagedException;

/** Events and snapshots as the journal plug-in writes them: the serializer's number and the manifest stand in front. */
final class StoredObject {
    private static final EventSerializer SERIALIZER = new EventSerializer();

    private StoredObject() {}

    static byte[] write(Object value) {
        byte[] manifest = SERIALIZER.manifest(value).getBytes(StandardCharsets.UTF_8);
        byte[] payload = SERIALIZER.toBinary(value);
        return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + manifest.length + payload.length)
                .putInt(SERIALIZER.identifier())
                .putShort((short) manifest.length)
                .put(manifest)
                .put(payload)
                .array();
    }

    static Object read(String name, byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.getInt() != SERIALIZER.identifier()) {
                throw new DamagedException(name + " is not one of Warren's");
            }
            byte[] manifest = new byte[in.getShort() & 0xffff];
            in.get(manifest);
            byte[] payload = new byte[in.remaining()];
            in.get(payload);
            return SERIALIZER.fromBinary(payload, new String(manifest, StandardCharsets.UTF_8));
        } catch (BufferUnderflowException | NotSerializableException e) {
            throw new DamagedException(name + " cannot be read: " + e.getMessage());
        }
    }
}
