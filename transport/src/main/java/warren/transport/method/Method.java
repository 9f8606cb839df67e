package warren.transport.method;

import java.nio.ByteBuffer;

/** A method of the protocol (AMQP 0-9-1, 4.2.4). */
public sealed interface Method
        permits ConnectionStart,
                ConnectionStartOk,
                ConnectionSecure,
                ConnectionSecureOk,
                ConnectionTune,
                ConnectionTuneOk,
                ConnectionOpen,
                ConnectionOpenOk,
                ConnectionClose,
                ConnectionCloseOk,
                ConnectionBlocked,
                ConnectionUnblocked,
                ConnectionUpdateSecret,
                ConnectionUpdateSecretOk,
                ChannelOpen,
                ChannelOpenOk,
                ChannelFlow,
                ChannelFlowOk,
                ChannelClose,
                ChannelCloseOk,
                AccessRequest,
                AccessRequestOk,
                ExchangeDeclare,
                ExchangeDeclareOk,
                ExchangeDelete,
                ExchangeDeleteOk,
                ExchangeBind,
                ExchangeBindOk,
                ExchangeUnbind,
                ExchangeUnbindOk,
                QueueDeclare,
                QueueDeclareOk,
                QueueBind,
                QueueBindOk,
                QueuePurge,
                QueuePurgeOk,
                QueueDelete,
                QueueDeleteOk,
                QueueUnbind,
                QueueUnbindOk,
                BasicQos,
                BasicQosOk,
                BasicConsume,
                BasicConsumeOk,
                BasicCancel,
                BasicCancelOk,
                BasicPublish,
                BasicReturn,
                BasicDeliver,
                BasicGet,
                BasicGetOk,
                BasicGetEmpty,
                BasicAck,
                BasicReject,
                BasicRecoverAsync,
                BasicRecover,
                BasicRecoverOk,
                BasicNack,
                ConfirmSelect,
                ConfirmSelectOk,
                TxSelect,
                TxSelectOk,
                TxCommit,
                TxCommitOk,
                TxRollback,
                TxRollbackOk {

    /** Class and method number in one. */
    int id();

    /** Writes the arguments, without the ids. */
    void write(ByteBuffer out);

    /** Bytes that {@link #write} will write. */
    int size();

    /** Number of the class. */
    default int classId() {
        return classId(id());
    }

    /** Number of the method in its class. */
    default int methodId() {
        return methodId(id());
    }

    /** RabbitMQ's name, such as {@code queue.declare}. */
    default String rabbitName() {
        return nameOf(id());
    }

    /** That of the method with this number; {@code unknown} when there is none. */
    static String nameOf(int id) {
        return MethodReaders.nameOf(id);
    }

    static int classId(int id) {
        return id >>> 16;
    }

    static int methodId(int id) {
        return id & 0xffff;
    }

    /** One number of both. */
    static int id(int classId, int methodId) {
        return classId << 16 | methodId;
    }
}
