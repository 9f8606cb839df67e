package warren.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Patterns share the nodes of their common first words. A key is matched word by word with the set of all nodes that the words so far lead
 * to, as a nondeterministic automaton is run: '#' is a node that stays in the set. Each node is in the set at most once per word, so the
 * work is at most words x nodes, where trying every length for every '#' would grow exponentially with patterns like #.a.#.a.#.a.#.
 */
/** The binding patterns of a topic exchange. */
final class TopicTrie<D> {
    private static final class Node<D> {
        final boolean isAnyWords;
        final Map<String, Node<D>> children = new HashMap<>(2);

        @Nullable
        Node<D> anyWord;

        @Nullable
        Node<D> anyWords;

        @Nullable
        Targets<D> targets;

        /** The step of the last match that came by here. */
        long seenAt;

        Node(boolean isAnyWords) {
            this.isAnyWords = isAnyWords;
        }

        @Nullable
        Node<D> child(String word) {
            return switch (word) {
                case "*" -> anyWord;
                case "#" -> anyWords;
                default -> children.get(word);
            };
        }

        void putChild(String word, @Nullable Node<D> child) {
            if (word.equals("*")) {
                anyWord = child;
            } else if (word.equals("#")) {
                anyWords = child;
            } else if (child == null) {
                children.remove(word);
            } else {
                children.put(word, child);
            }
        }

        boolean isUnused() {
            return targets == null && anyWord == null && anyWords == null && children.isEmpty();
        }
    }

    private final Node<D> root = new Node<>(false);
    private long step;

    void add(String pattern, D destination) {
        Node<D> node = root;
        for (String word : words(pattern)) {
            Node<D> child = node.child(word);
            if (child == null) {
                child = new Node<>(word.equals("#"));
                node.putChild(word, child);
            }
            node = child;
        }
        if (node.targets == null) {
            node.targets = new Targets<>();
        }
        node.targets.add(destination);
    }

    void remove(String pattern, D destination) {
        remove(root, words(pattern), 0, destination);
    }

    private void remove(Node<D> node, String[] words, int at, D destination) {
        if (at == words.length) {
            removeTarget(node, destination);
            return;
        }
        Node<D> child = node.child(words[at]);
        if (child != null) {
            remove(child, words, at + 1, destination);
            if (child.isUnused()) {
                node.putChild(words[at], null);
            }
        }
    }

    private void removeTarget(Node<D> node, D destination) {
        if (node.targets != null) {
            node.targets.remove(destination);
            if (node.targets.isEmpty()) {
                node.targets = null;
            }
        }
    }

    /** The destinations of each pattern that matches. */
    List<List<D>> match(String key) {
        List<Node<D>> reached = new ArrayList<>();
        step++;
        reach(root, reached);
        for (String word : words(key)) {
            reached = advance(reached, word);
        }
        var found = new ArrayList<List<D>>();
        for (Node<D> node : reached) {
            if (node.targets != null) {
                found.add(node.targets.list());
            }
        }
        return found;
    }

    private List<Node<D>> advance(List<Node<D>> from, String word) {
        List<Node<D>> reached = new ArrayList<>();
        step++;
        for (Node<D> node : from) {
            if (node.isAnyWords) {
                reach(node, reached);
            }
            reach(node.children.get(word), reached);
            reach(node.anyWord, reached);
        }
        return reached;
    }

    /** Adds a node, and the {@code #} behind it, which may stand for no word. */
    private void reach(@Nullable Node<D> node, List<Node<D>> reached) {
        Node<D> next = node;
        while (next != null && next.seenAt != step) {
            next.seenAt = step;
            reached.add(next);
            next = next.anyWords;
        }
    }

    /** True when no pattern is left, not even a piece of one. */
    boolean isEmpty() {
        return root.isUnused();
    }

    private static String[] words(String key) {
        return key.isEmpty() ? new String[0] : key.split("\\.", -1);
    }
}
