package warren.actors.insight;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import warren.actors.info.FailureInfo;

/**
 * An actor and those below it.
 *
 * @param path from the root of all actors
 * @param type the class of its behavior; empty when it has no name
 * @param children some of them, by name
 * @param childCount all of them
 * @param others those that are not among {@code children}: how many there are of each kind
 * @param restarts how often it was started again after a failure
 * @param lastFailure the last one; empty also when none is remembered
 * @param mailbox messages that wait for it; empty when that is not known
 */
public record ActorInfo(
        String path,
        String name,
        String type,
        List<ActorInfo> children,
        int childCount,
        Map<String, Integer> others,
        int restarts,
        Optional<FailureInfo> lastFailure,
        OptionalInt mailbox) {}
