package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.broker.Operator;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.management.broker.Broker;
import warren.management.json.Json;

/** Connections and channels: to see, and to close connections. Who is no monitor sees his own only. */
final class ConnectionResource implements Resource {
    private static final String REASON = "Closed via management plugin";

    private final Broker broker;
    private final ApiRows rows;

    ConnectionResource(Broker broker, ApiRows rows) {
        this.broker = broker;
        this.rows = rows;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("connections", Guard.ANYBODY).get(call -> connections(call, each -> true));
        routes.at("connections/username/{user}", Guard.ANYBODY)
                .get(call -> connections(call, each -> each.user().equals(call.name("user"))))
                .delete(this::closeAllOfUser);
        routes.at("connections/{connection}", Guard.ANYBODY)
                .get(this::connection)
                .delete(this::close);
        routes.at("connections/{connection}/channels", Guard.ANYBODY).get(this::channelsOfConnection);
        routes.at("vhosts/{vhost}/connections", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return connections(call, each -> each.virtualHost().equals(call.virtualHost()));
        });
        routes.at("channels", Guard.ANYBODY).get(call -> channels(call, each -> true));
        routes.at("channels/{channel}", Guard.ANYBODY).get(this::channel);
        routes.at("vhosts/{vhost}/channels", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return channels(call, each -> each.virtualHost().equals(call.virtualHost()));
        });
    }

    private static boolean sees(Call call, String user) {
        return call.visitor().isMonitor() || call.visitor().name().equals(user);
    }

    private CompletionStage<HttpResponse> connections(Call call, Predicate<ConnectionInfo> which) {
        return list(
                call,
                broker.connections()
                        .thenApply(all -> all.stream()
                                .filter(each -> sees(call, each.user()))
                                .filter(which)
                                .map(each -> rows.connection(each, call.ranges()))
                                .toList()));
    }

    private CompletionStage<Optional<ConnectionInfo>> find(Call call) {
        return broker.connections()
                .thenApply(all -> all.stream()
                        .filter(each -> each.name().equals(call.name("connection")))
                        .findFirst()
                        .map(found -> {
                            if (!sees(call, found.user())) {
                                throw Refusal.notAuthorised("User not authorised to access object");
                            }
                            return found;
                        }));
    }

    private CompletionStage<HttpResponse> connection(Call call) {
        return one(call, find(call).thenApply(found -> found.map(each -> rows.connection(each, call.ranges()))));
    }

    private CompletionStage<HttpResponse> close(Call call) {
        return find(call).thenCompose(found -> close(call, found.orElseThrow(Refusal::notFound)));
    }

    private CompletionStage<HttpResponse> close(Call call, ConnectionInfo connection) {
        String reason = call.headers().getOrDefault("x-reason", REASON);
        return broker.<org.apache.pekko.Done>request(
                        replyTo -> new Operator.CloseConnection(connection.id(), reason, replyTo))
                .thenApply(done -> Answers.done());
    }

    private CompletionStage<HttpResponse> closeAllOfUser(Call call) {
        String user = call.name("user");
        if (!call.visitor().isAdministrator() && !call.visitor().name().equals(user)) {
            throw Refusal.notAuthorised("User not authorised to access object");
        }
        return broker.connections().thenCompose(all -> {
            CompletionStage<HttpResponse> last = Resource.now(Answers.done());
            for (ConnectionInfo connection : all) {
                if (connection.user().equals(user)) {
                    last = last.thenCombine(close(call, connection), (before, done) -> done);
                }
            }
            return last;
        });
    }

    private CompletionStage<HttpResponse> channels(Call call, Predicate<ChannelInfo> which) {
        return list(
                call,
                broker.channels()
                        .thenApply(all -> all.stream()
                                .filter(each -> sees(call, each.user()))
                                .filter(which)
                                .map(each -> rows.channel(each, call.ranges()))
                                .toList()));
    }

    private CompletionStage<HttpResponse> channelsOfConnection(Call call) {
        return find(call).thenCompose(found -> {
            String id = found.orElseThrow(Refusal::notFound).id();
            return channels(call, each -> each.connectionId().equals(id));
        });
    }

    /** One channel by itself also tells of its consumers. */
    private CompletionStage<HttpResponse> channel(Call call) {
        return broker.channels().thenCompose(all -> {
            ChannelInfo channel = all.stream()
                    .filter(each -> each.name().equals(call.name("channel")))
                    .findFirst()
                    .orElseThrow(Refusal::notFound);
            if (!sees(call, channel.user())) {
                throw Refusal.notAuthorised("User not authorised to access object");
            }
            return one(call, broker.queues(channel.virtualHost()).thenApply(queues -> {
                ObjectNode row = rows.channel(channel, call.ranges());
                var consumers = queues.stream()
                        .flatMap(queue -> queue.consumers().stream())
                        .filter(consumer -> consumer.channelName().equals(channel.name()))
                        .toList();
                row.set("consumer_details", Json.array(consumers, rows::consumer));
                row.putArray("deliveries");
                row.putArray("publishes");
                return Optional.of(row);
            }));
        });
    }
}
