package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The columns that a list command knows, by rabbitmqctl 3.10's names and in its order, and those that it shows unasked. */
class Columns implements Iterable<String> {
    private final List<String> usual;
    private final List<String> known;

    Columns(String usual, String known) {
        this.usual = List.of(usual.split(" ", -1));
        this.known = List.of(known.split(" ", -1));
    }

    @Override
    public Iterator<String> iterator() {
        return known.iterator();
    }

    /** The request for the columns that were typed, separated by blanks or commas; one that is repeated counts once. */
    ObjectNode chosen(@Nullable List<String> typed, String virtualHost) throws Problem {
        Set<String> names = new LinkedHashSet<>();
        for (String word : typed == null ? usual : typed) {
            Arrays.stream(word.split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(names::add);
        }
        Set<String> strangers = new TreeSet<>(names);
        known.forEach(strangers::remove);
        if (!strangers.isEmpty()) {
            String text = "Info key(s) " + String.join(",", strangers) + " are not supported";
            throw Problem.inArguments(ExitCode.USAGE, text);
        }
        ObjectNode request = Json.object().put("vhost", virtualHost);
        names.forEach(request.putArray("columns")::add);
        return request;
    }

    static final class Queue extends Columns {
        Queue() {
            super(
                    "name messages",
                    "name durable auto_delete arguments policy pid owner_pid exclusive"
                            + " exclusive_consumer_pid exclusive_consumer_tag messages_ready messages_unacknowledged messages_delayed next_delayed_at messages"
                            + " messages_ready_ram messages_unacknowledged_ram messages_ram messages_persistent message_bytes"
                            + " message_bytes_ready message_bytes_unacknowledged message_bytes_ram message_bytes_persistent"
                            + " head_message_timestamp disk_reads disk_writes consumers consumer_utilisation consumer_capacity"
                            + " memory slave_pids synchronised_slave_pids state type leader members online oldest_unacked_age");
        }
    }

    static final class Exchange extends Columns {
        Exchange() {
            super(
                    "name type",
                    "name type durable auto_delete internal arguments policy messages_delayed next_delayed_at cache_entries");
        }
    }

    static final class Binding extends Columns {
        private static final String ALL =
                "source_name source_kind destination_name destination_kind routing_key arguments";

        Binding() {
            super(ALL, ALL);
        }
    }

    static final class Connection extends Columns {
        Connection() {
            super(
                    "user peer_host peer_port state",
                    "pid name port host peer_port peer_host ssl ssl_protocol ssl_key_exchange ssl_cipher ssl_hash"
                            + " peer_cert_subject peer_cert_issuer peer_cert_validity state channels protocol auth_mechanism"
                            + " user vhost timeout frame_max channel_max client_properties recv_oct recv_cnt send_oct send_cnt"
                            + " send_pend connected_at");
        }
    }

    static final class Channel extends Columns {
        Channel() {
            super(
                    "pid user consumer_count messages_unacknowledged",
                    "pid connection name number user vhost transactional confirm consumer_count"
                            + " messages_unacknowledged messages_uncommitted acks_uncommitted messages_unconfirmed"
                            + " prefetch_count global_prefetch_count");
        }
    }

    static final class Consumer extends Columns {
        Consumer() {
            super(
                    "queue_name channel_pid consumer_tag ack_required prefetch_count active arguments",
                    "queue_name channel_pid consumer_tag ack_required prefetch_count active activity_status arguments");
        }
    }

    static final class Actor extends Columns {
        Actor() {
            super(
                    "path class restarts last_failure mailbox",
                    "path class children restarts last_failure last_failure_time last_failure_on mailbox");
        }
    }

    static final class VirtualHost extends Columns {
        VirtualHost() {
            super("name", "name description tags default_queue_type tracing cluster_state");
        }
    }
}
