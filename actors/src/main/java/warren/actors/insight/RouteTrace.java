package warren.actors.insight;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.insight.RoutePlan.Hop;
import warren.actors.insight.RoutePlan.Step;
import warren.routing.CopyKeys;
import warren.routing.Delay;
import warren.routing.ExchangeType;
import warren.routing.RoutingTable;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * Says where a message would go and why, by the same tables as the exchanges and without asking them: nothing is published, remembered or
 * counted. What an exchange decides by chance stays open.
 */
final class RouteTrace {
    private static final String ALTERNATE = "alternate-exchange";

    private final Map<String, ExchangeInfo> exchanges = new HashMap<>();
    private final Map<String, List<BindingInfo>> bindings = new HashMap<>();
    private final Map<String, PolicyInfo> policies = new HashMap<>();
    private final Message message;
    private boolean isByChance;

    private record Visit(String exchange, String via) {}

    private final ArrayDeque<Visit> visits = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> queues = new LinkedHashSet<>();
    private final List<Hop> hops = new ArrayList<>();

    private RouteTrace(
            List<ExchangeInfo> exchanges, List<BindingInfo> bindings, List<PolicyInfo> policies, Message message) {
        exchanges.forEach(each -> this.exchanges.put(each.name(), each));
        bindings.forEach(each -> this.bindings
                .computeIfAbsent(each.source(), key -> new ArrayList<>())
                .add(each));
        policies.stream().filter(each -> !each.operator()).forEach(each -> this.policies.put(each.name(), each));
        List<String> copyKeys = CopyKeys.of(message.properties().headers());
        this.message = copyKeys.isEmpty() ? message : message.withCopyKeys(copyKeys);
    }

    /** The way of a message through what a virtual host has; empty when its exchange does not exist. */
    static Optional<RoutePlan> of(
            List<ExchangeInfo> exchanges, List<BindingInfo> bindings, List<PolicyInfo> policies, Message message) {
        var trace = new RouteTrace(exchanges, bindings, policies, message);
        return trace.exchanges.containsKey(message.exchange()) ? Optional.of(trace.follow()) : Optional.empty();
    }

    private RoutePlan follow() {
        visit(message.exchange(), "published to it");
        while (!visits.isEmpty()) {
            Visit next = visits.removeFirst();
            ExchangeInfo exchange = exchanges.get(next.exchange());
            if (exchange == null) {
                hops.add(new Hop(next.exchange(), "", next.via(), List.of(), 0, List.of("There is no such exchange.")));
            } else {
                hops.add(hop(exchange, next.via()));
            }
        }
        return new RoutePlan(summary(), List.copyOf(queues), hops);
    }

    private String summary() {
        if (Optional.ofNullable(exchanges.get(message.exchange()))
                .filter(ExchangeInfo::internal)
                .isPresent()) {
            return "A client may not publish to this exchange: it is internal.";
        }
        if (queues.isEmpty()) {
            return "No queue would get the message: it would be dropped, or returned to its publisher (312 NO_ROUTE) if it"
                    + " is mandatory, and confirmed all the same.";
        }
        return queues.size() == 1
                ? "Queue '" + queues.iterator().next() + "' would get the message."
                : queues.size() + " queues would get the message, each once"
                        + (isByChance ? ", but for those that are chosen by chance." : ".");
    }

    private void visit(String exchange, String via) {
        if (seen.add(exchange)) {
            visits.addLast(new Visit(exchange, via));
        }
    }

    private Hop hop(ExchangeInfo exchange, String via) {
        List<BindingInfo> all = bindings.getOrDefault(exchange.name(), List.of());
        var rule = ExchangeType.named(exchange.type())
                .flatMap(type -> type.rule(exchange.arguments()))
                .orElseThrow(() -> new IllegalStateException("exchange of unknown type " + exchange.type()));
        Matches matches = matches(exchange, rule, all);
        List<Step> steps = new ArrayList<>();
        int misses = 0;
        for (BindingInfo binding : all) {
            boolean isMatch = matches.contains(binding);
            if (isMatch || misses++ < RoutePlan.MISSES_MAX) {
                steps.add(new Step(
                        binding.destination(),
                        binding.destinationKind(),
                        binding.routingKey(),
                        shown(binding.arguments()),
                        isMatch,
                        BindingText.why(rule, binding, message, isMatch)));
            }
            if (isMatch && binding.isToQueue()) {
                queues.add(binding.destination());
            } else if (isMatch) {
                visit(binding.destination(), "bound to '" + exchange.name() + "'");
            }
        }
        List<String> notes = notes(exchange, rule);
        if (!matches.any()) {
            notes.add(unmatched(exchange));
        }
        return new Hop(exchange.name(), exchange.type(), via, steps, all.size(), notes);
    }

    /** What happens to a message that no binding matches. */
    private String unmatched(ExchangeInfo exchange) {
        Optional<String> alternate = exchange.arguments()
                .text(ALTERNATE)
                .or(() -> exchange.policy()
                        .map(policies::get)
                        .flatMap(policy -> policy.definition().text(ALTERNATE)));
        alternate.ifPresent(name -> visit(name, "the alternate exchange of '" + exchange.name() + "'"));
        return alternate
                .map(name -> "No binding matches: the message goes to the alternate exchange '" + name + "'.")
                .orElse("No binding matches, and there is no alternate exchange.");
    }

    private record Matches(Set<BindingInfo> bindings) {
        boolean contains(BindingInfo binding) {
            return bindings.contains(binding);
        }

        boolean any() {
            return !bindings.isEmpty();
        }
    }

    private Matches matches(ExchangeInfo exchange, ExchangeType rule, List<BindingInfo> all) {
        boolean isByItself = switch (rule) {
            // which one depends on all of them
            case CONSISTENT_HASH, MODULUS_HASH -> false;
            default -> true;
        };
        Set<BindingInfo> found = new HashSet<>();
        if (isByItself) {
            all.stream()
                    .filter(binding -> routes(rule, exchange, List.of(binding)).contains(label(binding)))
                    .forEach(found::add);
        } else {
            List<String> chosen = routes(rule, exchange, all);
            all.stream().filter(binding -> chosen.contains(label(binding))).forEach(found::add);
        }
        return new Matches(found);
    }

    private List<String> routes(ExchangeType rule, ExchangeInfo exchange, List<BindingInfo> some) {
        RoutingTable<String> table = rule.newTable(exchange.arguments(), name -> name);
        some.forEach(binding -> table.bind(label(binding), binding.routingKey(), binding.arguments()));
        return table.route(message);
    }

    /** As the exchanges tell destinations apart. */
    private static String label(BindingInfo binding) {
        return binding.destinationKind() + " " + binding.destination();
    }

    private List<String> notes(ExchangeInfo exchange, ExchangeType rule) {
        List<String> notes = new ArrayList<>();
        ExchangeType type = ExchangeType.named(exchange.type()).orElse(rule);
        if (type == ExchangeType.DELAYED) {
            long delay = Delay.millis(message);
            notes.add(
                    delay > 0
                            ? "The message first waits here for " + Figures.duration(delay)
                                    + " (x-delay); then the bindings of" + " that moment count."
                            : "The message has no x-delay and is routed at once, by the rule of type " + rule.wireName()
                                    + ".");
        } else if (type == ExchangeType.DEDUPLICATION) {
            notes.add("A message whose key this exchange has seen goes nowhere; that is not looked up here.");
        } else if (type == ExchangeType.RANDOM) {
            isByChance = true;
            notes.add("One of the bindings is chosen by chance for each message.");
        } else if (type == ExchangeType.RECENT_HISTORY) {
            notes.add("The exchange keeps the message for queues that are bound later.");
        }
        if (!message.copyKeys().isEmpty()) {
            notes.add("The message is routed by the keys in its CC and BCC headers too: "
                    + String.join(", ", message.copyKeys()) + ".");
        }
        return notes;
    }

    /** An empty table of arguments is not worth showing. */
    private static String shown(FieldTable arguments) {
        return arguments.isEmpty() ? "" : arguments.fields().toString();
    }
}
