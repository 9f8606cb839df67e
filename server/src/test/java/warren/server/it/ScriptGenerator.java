package warren.server.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/*
 * Writes scripts for the ScriptPlayer, the same for the same seed. Each has a theme, so that its few names meet often enough to matter.
 *
 * Left out because their outcome is chance or depends on timing: auto-delete queues, time-outs, a limit for the whole channel, and several
 * consumers of a queue together with a prefetch limit.
 */
final class ScriptGenerator {
    private enum Theme {
        GET,
        SHARE,
        PREFETCH,
        ROUTE,
        CONFIRM,
        TRANSACT,
        LIMIT
    }

    private record Choice(int weight, Supplier<String> line) {}

    private final Random random;
    private final Theme theme;
    private final List<String> script = new ArrayList<>();
    private boolean lastWasRisky;
    private boolean thirdQueue;
    private int messages;
    private int consumers;

    private ScriptGenerator(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        theme = Theme.values()[(int) Math.floorMod(seed, Theme.values().length)];
    }

    static List<String> script(long seed) {
        return new ScriptGenerator(seed).write();
    }

    private List<String> write() {
        prepare();
        List<Choice> choices = choices();
        int total = choices.stream().mapToInt(Choice::weight).sum();
        int length = 70 + random.nextInt(40);
        while (script.size() < length) {
            int ticket = random.nextInt(total);
            for (Choice choice : choices) {
                ticket -= choice.weight();
                if (ticket < 0) {
                    script.add(choice.line().get());
                    break;
                }
            }
            if (lastWasRisky || random.nextInt(9) == 0) {
                lastWasRisky = false;
                recover();
            }
        }
        return script;
    }

    private void prepare() {
        script.add("1 open");
        script.add("2 open");
        script.add("1 exchange.declare x1 " + pick("direct", "fanout", "topic"));
        script.add("1 exchange.declare x2 " + pick("fanout", "topic") + pick("", " auto-delete"));
        script.add("1 queue.declare q1" + pick("", " durable"));
        script.add("1 queue.declare q2" + (theme == Theme.LIMIT ? " x-max-length=3" : ""));
        script.add("1 queue.bind q1 x1 " + key());
        script.add("1 queue.bind q2 x1 " + key());
        script.add("1 queue.bind q2 x2 " + key());
        switch (theme) {
            case SHARE -> {
                script.add("1 consume q1 shared1");
                script.add("2 consume q1 shared2");
            }
            case PREFETCH -> {
                script.add("1 qos " + (1 + random.nextInt(3)));
                script.add("1 consume q1 limited1");
                script.add("2 qos " + (1 + random.nextInt(3)));
                script.add("2 consume q2 limited2");
            }
            case CONFIRM -> script.add("1 confirm");
            case TRANSACT -> script.add("1 tx.select");
            default -> {}
        }
    }

    /** A mistake may have closed a channel or the connection: open them and let the theme go on. */
    private void recover() {
        script.add("1 open");
        script.add("2 open");
        switch (theme) {
            case SHARE -> {
                script.add("1 consume q1 again" + ++consumers + " if-idle");
                script.add("2 consume q2 again" + ++consumers + " if-idle");
            }
            case PREFETCH -> {
                script.add("1 qos 2");
                script.add("1 consume q1 again" + ++consumers + " if-idle");
                script.add("2 qos 1");
                script.add("2 consume q2 again" + ++consumers + " if-idle");
            }
            case CONFIRM -> script.add("1 confirm");
            case TRANSACT -> script.add("1 tx.select");
            default -> {}
        }
    }

    private List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(30, this::publish));
        choices.add(new Choice(theme == Theme.GET || theme == Theme.TRANSACT ? 22 : 8, this::get));
        choices.add(new Choice(20, this::settle));
        choices.add(new Choice(theme == Theme.ROUTE ? 25 : 5, this::bind));
        choices.add(new Choice(theme == Theme.ROUTE ? 8 : 3, this::declare));
        choices.add(new Choice(3, () -> channel() + " recover"));
        choices.add(new Choice(2, () -> channel() + " queue.purge " + queue()));
        choices.add(new Choice(2, this::delete));
        choices.add(new Choice(2, () -> risky(channel() + " close")));
        choices.add(new Choice(5, this::mistake));
        if (theme != Theme.PREFETCH) {
            choices.add(new Choice(theme == Theme.SHARE ? 6 : 3, this::consume));
        }
        choices.add(new Choice(3, this::cancel));
        if (theme == Theme.CONFIRM) {
            choices.add(new Choice(3, () -> channel() + " confirm"));
        }
        if (theme == Theme.TRANSACT) {
            choices.add(new Choice(12, () -> channel() + pick(" tx.commit", " tx.commit", " tx.rollback")));
            choices.add(new Choice(3, () -> channel() + " tx.select"));
        }
        return choices;
    }

    private String publish() {
        String where = random.nextBoolean() ? "- " + queue() : exchange() + " " + pick("a", "b", "a.b");
        return channel() + " publish " + where + " m" + ++messages + pick("", "", " mandatory")
                + pick("", " persistent");
    }

    private String get() {
        return channel() + " get " + queue() + pick("", "", " no-ack");
    }

    private String settle() {
        return switch (random.nextInt(8)) {
            case 0 -> channel() + " ack all";
            case 1 -> channel() + " nack all" + pick("", " requeue", " requeue");
            case 2 -> channel() + " reject " + pick("oldest", "newest") + pick("", " requeue");
            case 3 -> channel() + " nack " + pick("oldest", "newest") + pick("", " requeue");
            default -> channel() + " ack " + pick("oldest", "oldest", "newest");
        };
    }

    private String bind() {
        return switch (random.nextInt(6)) {
            case 0 -> channel() + " exchange.bind " + exchange() + " " + exchange() + " " + key();
            case 1 -> channel() + " exchange.unbind " + exchange() + " " + exchange() + " " + key();
            case 2 -> channel() + " queue.unbind " + queue() + " " + exchange() + " " + key();
            default -> channel() + " queue.bind " + queue() + " " + exchange() + " " + key();
        };
    }

    private String declare() {
        return switch (random.nextInt(5)) {
            case 0 -> channel() + " queue.declare @s1";
            case 1 -> channel() + " queue.declare " + queue() + pick("", " durable", " passive", " exclusive");
            case 2 ->
                channel() + " exchange.declare " + exchange() + " " + pick("direct", "fanout", "topic")
                        + pick("", " auto-delete", " internal", " durable");
            case 3 -> {
                thirdQueue = true;
                yield channel() + " queue.declare q3" + (theme == Theme.LIMIT ? " x-max-length=2" : "");
            }
            default -> channel() + " exchange.declare x3 " + pick("headers", "direct", "topic");
        };
    }

    private String delete() {
        return switch (random.nextInt(3)) {
            case 0 -> channel() + " exchange.delete " + exchange() + pick("", " if-unused");
            default -> channel() + " queue.delete " + queue() + pick("", " if-unused", " if-empty");
        };
    }

    private String consume() {
        return channel() + " consume " + queue() + " c" + ++consumers
                + pick("", "", "", " no-ack", " no-ack", " exclusive");
    }

    private String cancel() {
        return channel() + " cancel "
                + pick("shared1", "shared2", "limited1", "c1", "c" + Math.max(1, consumers), "nobody");
    }

    private String mistake() {
        return risky(channel()
                + pick(
                        " publish nowhere key lost",
                        " publish - nobody lost immediate",
                        " queue.declare missing passive",
                        " exchange.declare missing direct passive",
                        " queue.bind missing x1 key",
                        " queue.bind q1 missing key",
                        " queue.declare amq.mine",
                        " exchange.declare amq.mine direct",
                        " exchange.delete amq.direct",
                        " exchange.delete -",
                        " queue.bind q1 - key",
                        " exchange.declare strange no-such-type",
                        " get missing",
                        " consume missing c0",
                        " queue.purge missing",
                        " queue.delete missing",
                        " ack 999",
                        " nack 999 requeue",
                        " reject 999",
                        " recover without-requeue",
                        " qos-bytes",
                        " tx.commit",
                        " tx.select",
                        " confirm",
                        " queue.declare bad x-message-ttl=-1",
                        " queue.declare bad x-max-length=x"));
    }

    private String risky(String line) {
        lastWasRisky = true;
        return line;
    }

    private int channel() {
        return 1 + random.nextInt(2);
    }

    private String queue() {
        return thirdQueue ? pick("q1", "q1", "q2", "q2", "q3") : pick("q1", "q2");
    }

    private String exchange() {
        return pick("x1", "x1", "x1", "x2", "x2", "amq.direct");
    }

    private String key() {
        return pick("a", "b", "a.*", "#");
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
