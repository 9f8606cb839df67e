package warren.routing.message;

/** The integer types of a field table: letter on the wire, width in bytes, RabbitMQ's name in error texts. */
public enum IntType {
    INT8('b', 1, "byte"),
    UINT8('B', 1, "unsignedbyte"),
    INT16('s', 2, "short"),
    UINT16('u', 2, "unsignedshort"),
    INT32('I', 4, "signedint"),
    UINT32('i', 4, "unsignedint"),
    INT64('l', 8, "long"),
    /** The letter that the specification gives an unsigned 64-bit value; RabbitMQ reads it as a signed one. */
    INT64_UPPER('L', 8, "long");

    private final char letter;
    private final int width;
    private final String typeName;

    IntType(char letter, int width, String typeName) {
        this.letter = letter;
        this.width = width;
        this.typeName = typeName;
    }

    /** The letter in front of the value. */
    public char letter() {
        return letter;
    }

    /** Bytes on the wire. */
    public int width() {
        return width;
    }

    /** RabbitMQ's name, such as {@code signedint}. */
    public String typeName() {
        return typeName;
    }
}
