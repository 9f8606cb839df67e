package warren.transport.method;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import warren.routing.message.MalformedFieldException;

/** Finds the reader of a method by its ids. */
public final class MethodReaders {
    private static final Map<Integer, Entry> BY_ID = new HashMap<>();

    private interface Reader {
        Method read(ByteBuffer in) throws MalformedFieldException;
    }

    private record Entry(String name, Reader reader) {}

    static {
        add(ConnectionStart.ID, "connection.start", ConnectionStart::read);
        add(ConnectionStartOk.ID, "connection.start_ok", ConnectionStartOk::read);
        add(ConnectionSecure.ID, "connection.secure", ConnectionSecure::read);
        add(ConnectionSecureOk.ID, "connection.secure_ok", ConnectionSecureOk::read);
        add(ConnectionTune.ID, "connection.tune", ConnectionTune::read);
        add(ConnectionTuneOk.ID, "connection.tune_ok", ConnectionTuneOk::read);
        add(ConnectionOpen.ID, "connection.open", ConnectionOpen::read);
        add(ConnectionOpenOk.ID, "connection.open_ok", ConnectionOpenOk::read);
        add(ConnectionClose.ID, "connection.close", ConnectionClose::read);
        add(ConnectionCloseOk.ID, "connection.close_ok", ConnectionCloseOk::read);
        add(ConnectionBlocked.ID, "connection.blocked", ConnectionBlocked::read);
        add(ConnectionUnblocked.ID, "connection.unblocked", ConnectionUnblocked::read);
        add(ConnectionUpdateSecret.ID, "connection.update_secret", ConnectionUpdateSecret::read);
        add(ConnectionUpdateSecretOk.ID, "connection.update_secret_ok", ConnectionUpdateSecretOk::read);
        add(ChannelOpen.ID, "channel.open", ChannelOpen::read);
        add(ChannelOpenOk.ID, "channel.open_ok", ChannelOpenOk::read);
        add(ChannelFlow.ID, "channel.flow", ChannelFlow::read);
        add(ChannelFlowOk.ID, "channel.flow_ok", ChannelFlowOk::read);
        add(ChannelClose.ID, "channel.close", ChannelClose::read);
        add(ChannelCloseOk.ID, "channel.close_ok", ChannelCloseOk::read);
        add(AccessRequest.ID, "access.request", AccessRequest::read);
        add(AccessRequestOk.ID, "access.request_ok", AccessRequestOk::read);
        add(ExchangeDeclare.ID, "exchange.declare", ExchangeDeclare::read);
        add(ExchangeDeclareOk.ID, "exchange.declare_ok", ExchangeDeclareOk::read);
        add(ExchangeDelete.ID, "exchange.delete", ExchangeDelete::read);
        add(ExchangeDeleteOk.ID, "exchange.delete_ok", ExchangeDeleteOk::read);
        add(ExchangeBind.ID, "exchange.bind", ExchangeBind::read);
        add(ExchangeBindOk.ID, "exchange.bind_ok", ExchangeBindOk::read);
        add(ExchangeUnbind.ID, "exchange.unbind", ExchangeUnbind::read);
        add(ExchangeUnbindOk.ID, "exchange.unbind_ok", ExchangeUnbindOk::read);
        add(QueueDeclare.ID, "queue.declare", QueueDeclare::read);
        add(QueueDeclareOk.ID, "queue.declare_ok", QueueDeclareOk::read);
        add(QueueBind.ID, "queue.bind", QueueBind::read);
        add(QueueBindOk.ID, "queue.bind_ok", QueueBindOk::read);
        add(QueuePurge.ID, "queue.purge", QueuePurge::read);
        add(QueuePurgeOk.ID, "queue.purge_ok", QueuePurgeOk::read);
        add(QueueDelete.ID, "queue.delete", QueueDelete::read);
        add(QueueDeleteOk.ID, "queue.delete_ok", QueueDeleteOk::read);
        add(QueueUnbind.ID, "queue.unbind", QueueUnbind::read);
        add(QueueUnbindOk.ID, "queue.unbind_ok", QueueUnbindOk::read);
        add(BasicQos.ID, "basic.qos", BasicQos::read);
        add(BasicQosOk.ID, "basic.qos_ok", BasicQosOk::read);
        add(BasicConsume.ID, "basic.consume", BasicConsume::read);
        add(BasicConsumeOk.ID, "basic.consume_ok", BasicConsumeOk::read);
        add(BasicCancel.ID, "basic.cancel", BasicCancel::read);
        add(BasicCancelOk.ID, "basic.cancel_ok", BasicCancelOk::read);
        add(BasicPublish.ID, "basic.publish", BasicPublish::read);
        add(BasicReturn.ID, "basic.return", BasicReturn::read);
        add(BasicDeliver.ID, "basic.deliver", BasicDeliver::read);
        add(BasicGet.ID, "basic.get", BasicGet::read);
        add(BasicGetOk.ID, "basic.get_ok", BasicGetOk::read);
        add(BasicGetEmpty.ID, "basic.get_empty", BasicGetEmpty::read);
        add(BasicAck.ID, "basic.ack", BasicAck::read);
        add(BasicReject.ID, "basic.reject", BasicReject::read);
        add(BasicRecoverAsync.ID, "basic.recover_async", BasicRecoverAsync::read);
        add(BasicRecover.ID, "basic.recover", BasicRecover::read);
        add(BasicRecoverOk.ID, "basic.recover_ok", BasicRecoverOk::read);
        add(BasicNack.ID, "basic.nack", BasicNack::read);
        add(ConfirmSelect.ID, "confirm.select", ConfirmSelect::read);
        add(ConfirmSelectOk.ID, "confirm.select_ok", ConfirmSelectOk::read);
        add(TxSelect.ID, "tx.select", TxSelect::read);
        add(TxSelectOk.ID, "tx.select_ok", TxSelectOk::read);
        add(TxCommit.ID, "tx.commit", TxCommit::read);
        add(TxCommitOk.ID, "tx.commit_ok", TxCommitOk::read);
        add(TxRollback.ID, "tx.rollback", TxRollback::read);
        add(TxRollbackOk.ID, "tx.rollback_ok", TxRollbackOk::read);
    }

    private MethodReaders() {}

    /** The method with its arguments; empty when there is no such method. */
    public static Optional<Method> read(int id, ByteBuffer arguments) throws MalformedFieldException {
        Entry entry = BY_ID.get(id);
        return entry == null ? Optional.empty() : Optional.of(entry.reader.read(arguments));
    }

    static String nameOf(int id) {
        Entry entry = BY_ID.get(id);
        return entry == null ? "unknown" : entry.name;
    }

    private static void add(int id, String name, Reader reader) {
        BY_ID.put(id, new Entry(name, reader));
    }
}
