package warren.actors.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import warren.actors.info.LoginAttemptsInfo;

/** Counts logins by protocol, and by where they came from. */
final class LoginAttempts {
    /** The source that came first is forgotten beyond this. */
    private static final int SOURCES_MAX = 10_000;

    private record Source(Origin origin, String user) {}

    private record Count(long failed, long succeeded) {
        static final Count NONE = new Count(0, 0);

        Count and(boolean success) {
            return success ? new Count(failed, succeeded + 1) : new Count(failed + 1, succeeded);
        }
    }

    private final Map<String, Count> protocols = new LinkedHashMap<>();
    private final Map<Source, Count> sources = new LinkedHashMap<>();

    void add(Origin origin, String user, boolean success) {
        protocols.merge(origin.protocol(), Count.NONE.and(success), (known, one) -> known.and(success));
        sources.merge(new Source(origin, user), Count.NONE.and(success), (known, one) -> known.and(success));
        if (sources.size() > SOURCES_MAX) {
            sources.remove(sources.keySet().iterator().next());
        }
    }

    List<LoginAttemptsInfo> byProtocol() {
        return protocols.entrySet().stream()
                .map(each -> info(Optional.empty(), each.getKey(), each.getValue()))
                .toList();
    }

    List<LoginAttemptsInfo> bySource() {
        return sources.entrySet().stream()
                .map(each -> info(
                        Optional.of(new LoginAttemptsInfo.Source(
                                each.getKey().origin().address().getHostAddress(),
                                each.getKey().user())),
                        each.getKey().origin().protocol(),
                        each.getValue()))
                .toList();
    }

    private static LoginAttemptsInfo info(Optional<LoginAttemptsInfo.Source> source, String protocol, Count count) {
        return new LoginAttemptsInfo(source, protocol, count.failed(), count.succeeded());
    }

    void clear() {
        protocols.clear();
        clearSources();
    }

    void clearSources() {
        sources.clear();
    }
}
