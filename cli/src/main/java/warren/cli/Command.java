package warren.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command of this program.
 *
 * @param switches its own options, beside the general ones
 * @param needs what the broker must be for it
 * @param check tells what is wrong with the arguments
 * @param banner what is said before the work; no line for none
 */
record Command(Help help, List<Switch> switches, Needs needs, Check check, Banner banner, Action action) {

    /** The state in which the broker must be. */
    enum Needs {
        /** Taking connections, neither before start_app nor after stop_app. */
        RUNNING,
        /** Between stop_app and start_app. */
        STOPPED,
        /** Either, or no broker at all: the command sees for itself. */
        NOTHING
    }

    /** Finds the first thing wrong with arguments and options. */
    interface Check {
        Optional<Problem> problem(List<String> arguments, Options options);
    }

    /** The lines before the work. */
    interface Banner {
        List<String> lines(Call call);
    }

    /** The work. */
    interface Action {
        Outcome run(Call call) throws Refusal, Unreachable;
    }

    static final Banner NO_BANNER = call -> List.of();

    /** A command that needs a running broker and takes no options of its own. */
    static Command of(Help help, Check check, Banner banner, Action action) {
        return new Command(help, List.of(), Needs.RUNNING, check, banner, action);
    }

    Command needs(Needs state) {
        return new Command(help, switches, state, check, banner, action);
    }

    Command with(Switch... more) {
        List<Switch> all = new ArrayList<>(switches);
        all.addAll(List.of(more));
        return new Command(help, List.copyOf(all), needs, check, banner, action);
    }

    /** A check for the number of arguments. */
    static Check arguments(int least, int most) {
        return (arguments, options) -> {
            if (arguments.size() < least) {
                return Optional.of(Problem.NOT_ENOUGH);
            }
            return arguments.size() > most ? Optional.of(Problem.TOO_MANY) : Optional.empty();
        };
    }

    static Banner says(java.util.function.Function<Call, String> line) {
        return call -> List.of(line.apply(call));
    }

    String name() {
        return help.name();
    }

    boolean takesTimeout() {
        return switches.contains(Switch.TIMEOUT);
    }

    List<Switch> allSwitches() {
        List<Switch> all = new ArrayList<>(Switch.GENERAL);
        all.addAll(switches);
        return all;
    }
}
