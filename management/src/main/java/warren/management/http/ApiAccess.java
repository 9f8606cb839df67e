package warren.management.http;

import warren.management.broker.Broker;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import warren.actors.info.OperatorError;
import warren.actors.info.PermissionInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;

/** Who asks, and what that user may see: HTTP basic authentication against the broker's users, and their tags. */
public final class ApiAccess {
    private static final Set<String> TAGS = Set.of("administrator", "monitoring", "policymaker", "management");
    private static final Set<String> SEES_ALL = Set.of("administrator", "monitoring");

    /** Someone who is let in. {@code virtualHosts} are those that the user may see. */
    public record Visitor(UserInfo user, List<VirtualHostInfo> hosts) {
        boolean isAdministrator() {
            return user.tags().contains("administrator");
        }

        List<String> virtualHosts() {
            return hosts.stream().map(VirtualHostInfo::name).toList();
        }

        boolean sees(String virtualHost) {
            return virtualHosts().contains(virtualHost);
        }
    }

    private final Broker broker;
    private final Set<String> loopbackUsers;

    public ApiAccess(Broker broker, List<String> loopbackUsers) {
        this.broker = broker;
        this.loopbackUsers = Set.copyOf(loopbackUsers);
    }

    /** The visitor; the stage fails with an {@link OperatorError} whose text is the reason why not. */
    public CompletionStage<Visitor> visitor(HttpRequest request) {
        Optional<String[]> credentials = credentials(request);
        if (credentials.isEmpty()) {
            return refuse("Not_Authorized");
        }
        String name = credentials.get()[0];
        if (loopbackUsers.contains(name) && !isFromHere(request)) {
            return refuse("User can only log in via localhost");
        }
        String password = credentials.get()[1];
        return broker.authenticate(name, password).thenCompose(this::admit);
    }

    private CompletionStage<Visitor> admit(UserInfo user) {
        if (user.tags().stream().noneMatch(TAGS::contains)) {
            return refuse("Not management user");
        }
        if (user.tags().stream().anyMatch(SEES_ALL::contains)) {
            return broker.virtualHosts().thenApply(all -> new Visitor(user, all));
        }
        return broker.permissionsOf(user.name())
                .thenCombine(broker.virtualHosts(), (permissions, all) -> new Visitor(user, allowed(permissions, all)));
    }

    private static List<VirtualHostInfo> allowed(List<PermissionInfo> permissions, List<VirtualHostInfo> all) {
        Set<String> names =
                permissions.stream().map(PermissionInfo::virtualHost).collect(Collectors.toSet());
        return all.stream().filter(host -> names.contains(host.name())).toList();
    }

    private static CompletionStage<Visitor> refuse(String reason) {
        return CompletableFuture.failedFuture(new OperatorError(OperatorError.Reason.REFUSED, reason));
    }

    private static Optional<String[]> credentials(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(header -> header.value())
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, "Basic ".length()))
                .flatMap(value -> decode(value.substring("Basic ".length()).strip()));
    }

    private static Optional<String[]> decode(String token) {
        try {
            String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new String[] {pair.substring(0, colon), pair.substring(colon + 1)});
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isFromHere(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress())
                .map(InetAddress::isLoopbackAddress)
                .orElse(false);
    }
}
