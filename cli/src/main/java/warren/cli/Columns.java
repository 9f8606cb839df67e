package warren.cli;

import java.util.List;

/** The columns that the list commands know, by rabbitmqctl 3.10's names and in its order. */
final class Columns {
    static final List<String> QUEUE = names("name durable auto_delete arguments policy pid owner_pid exclusive"
            + " exclusive_consumer_pid exclusive_consumer_tag messages_ready messages_unacknowledged messages"
            + " messages_ready_ram messages_unacknowledged_ram messages_ram messages_persistent message_bytes"
            + " message_bytes_ready message_bytes_unacknowledged message_bytes_ram message_bytes_persistent"
            + " head_message_timestamp disk_reads disk_writes consumers consumer_utilisation consumer_capacity memory"
            + " slave_pids synchronised_slave_pids state type leader members online");

    static final List<String> EXCHANGE = names("name type durable auto_delete internal arguments policy");

    static final List<String> BINDING =
            names("source_name source_kind destination_name destination_kind routing_key arguments");

    static final List<String> CONNECTION = names("pid name port host peer_port peer_host ssl ssl_protocol"
            + " ssl_key_exchange ssl_cipher ssl_hash peer_cert_subject peer_cert_issuer peer_cert_validity state channels"
            + " protocol auth_mechanism user vhost timeout frame_max channel_max client_properties recv_oct recv_cnt"
            + " send_oct send_cnt send_pend connected_at");

    static final List<String> CHANNEL = names("pid connection name number user vhost transactional confirm"
            + " consumer_count messages_unacknowledged messages_uncommitted acks_uncommitted messages_unconfirmed"
            + " prefetch_count global_prefetch_count");

    static final List<String> CONSUMER =
            names("queue_name channel_pid consumer_tag ack_required prefetch_count active activity_status arguments");

    static final List<String> VIRTUAL_HOST = names("name description tags default_queue_type tracing cluster_state");

    private Columns() {}

    private static List<String> names(String list) {
        return List.of(list.split(" ", -1));
    }
}
