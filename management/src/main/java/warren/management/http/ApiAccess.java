package warren.management.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import warren.actors.access.Origin;
import warren.actors.info.AccessPicture;
import warren.actors.info.OperatorError;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.Broker;

/** Who asks, and what that user may see: name and password against the broker's users, and their tags. */
public final class ApiAccess {
    private static final Set<String> TAGS = Set.of("administrator", "monitoring", "policymaker", "management");

    /** Someone who is let in, and all that is granted at that moment. */
    record Visitor(UserInfo user, AccessPicture access) {
        String name() {
            return user.name();
        }

        boolean isAdministrator() {
            return user.tags().contains("administrator");
        }

        boolean isMonitor() {
            return isAdministrator() || user.tags().contains("monitoring");
        }

        boolean isPolicymaker() {
            return isAdministrator() || user.tags().contains("policymaker");
        }

        /** The user has permissions in this virtual host. */
        boolean enters(String virtualHost) {
            return access.permission(virtualHost, user.name()).isPresent();
        }

        boolean sees(String virtualHost) {
            return access.virtualHost(virtualHost).isPresent() && (isMonitor() || enters(virtualHost));
        }

        List<VirtualHostInfo> hosts() {
            return access.virtualHosts().stream()
                    .filter(host -> sees(host.name()))
                    .toList();
        }

        List<String> virtualHosts() {
            return hosts().stream().map(VirtualHostInfo::name).toList();
        }
    }

    private final Broker broker;
    private final Supplier<List<String>> loopbackUsers;

    /** {@code loopbackUsers}: those who may come from this machine only. */
    public ApiAccess(Broker broker, Supplier<List<String>> loopbackUsers) {
        this.broker = broker;
        this.loopbackUsers = loopbackUsers;
    }

    /**
     * The visitor; the stage fails with an {@link OperatorError} whose text is the reason why not.
     *
     * @param place where this request's credentials stand
     */
    CompletionStage<Visitor> visitor(HttpRequest request, Credentials.Place place) {
        Optional<Credentials> credentials = place.of(request);
        if (credentials.isEmpty()) {
            return refuse("");
        }
        String name = credentials.get().user();
        Optional<InetAddress> address = address(request);
        if (loopbackUsers.get().contains(name)
                && !address.map(InetAddress::isLoopbackAddress).orElse(false)) {
            return refuse("User can only log in via localhost");
        }
        return broker.authenticate(
                        name, credentials.get().password(), address.map(from -> new Origin(Origin.HTTP, from)))
                .exceptionallyCompose(ApiAccess::notLoggedIn)
                .thenCompose(this::admit);
    }

    private static CompletionStage<UserInfo> notLoggedIn(Throwable failure) {
        Throwable cause = Broker.cause(failure);
        if (cause instanceof OperatorError refused) {
            return refuse(
                    refused.reason() == OperatorError.Reason.REFUSED
                            ? String.valueOf(refused.getMessage())
                            : "Login failed");
        }
        return CompletableFuture.failedFuture(cause);
    }

    private CompletionStage<Visitor> admit(UserInfo user) {
        if (user.tags().stream().noneMatch(TAGS::contains)) {
            throw Refusal.notAuthorised("Not management user");
        }
        return broker.access().thenApply(access -> new Visitor(user, access));
    }

    private static <T> CompletionStage<T> refuse(String reason) {
        return CompletableFuture.failedFuture(new OperatorError(OperatorError.Reason.REFUSED, reason));
    }

    private static Optional<InetAddress> address(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress).flatMap(address -> address.getAddress());
    }
}
