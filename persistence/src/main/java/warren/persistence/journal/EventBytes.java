package warren.persistence.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import scala.util.Try;
import warren.persistence.store.DamagedException;

/** Events and snapshots as bytes, by Pekko's serialization: the serializer's number and manifest stand in front. */
final class EventBytes {
    private final Serialization serialization;

    EventBytes(ActorSystem system) {
        serialization = SerializationExtension.get(system);
    }

    byte[] write(Object event) {
        Serializer serializer = serialization.findSerializerFor(event);
        byte[] manifest = Serializers.manifestFor(serializer, event).getBytes(StandardCharsets.UTF_8);
        byte[] payload = serializer.toBinary(event);
        return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + manifest.length + payload.length)
                .putInt(serializer.identifier())
                .putShort((short) manifest.length)
                .put(manifest)
                .put(payload)
                .array();
    }

    /** {@code name} says what it is; bytes that are no event or snapshot of ours are a {@link DamagedException}. */
    Object read(String name, byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int serializer = in.getInt();
            byte[] manifest = new byte[in.getShort() & 0xffff];
            in.get(manifest);
            byte[] payload = new byte[in.remaining()];
            in.get(payload);
            return deserialize(name, payload, serializer, new String(manifest, StandardCharsets.UTF_8));
        } catch (BufferUnderflowException e) {
            throw new DamagedException(name + " ends too early");
        }
    }

    private Object deserialize(String name, byte[] payload, int serializer, String manifest) {
        Try<Object> read = serialization.deserialize(payload, serializer, manifest);
        if (read.isFailure()) {
            throw new DamagedException(
                    name + " cannot be read: " + read.failed().get().getMessage());
        }
        return read.get();
    }
}
