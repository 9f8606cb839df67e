package warren.transport.frame;

/** Numbers of the frame format. */
final class Frames {
    static final int METHOD = 1;
    static final int HEADER = 2;
    static final int BODY = 3;
    static final int HEARTBEAT = 8;
    static final int HEAD_BYTES = 7;
    static final int OVERHEAD_BYTES = 8;
    static final byte END = (byte) 0xce;

    private Frames() {}
}
