package warren.cli;

/** How alike two words are by Jaro's measure: 1 the same, 0 nothing in common. */
final class Likeness {
    private Likeness() {}

    static double of(String left, String right) {
        if (left.equals(right)) {
            return 1;
        }
        int window = Math.max(0, Math.max(left.length(), right.length()) / 2 - 1);
        boolean[] matchedLeft = new boolean[left.length()];
        boolean[] matchedRight = new boolean[right.length()];
        int matches = 0;
        for (int i = 0; i < left.length(); i++) {
            int end = Math.min(right.length() - 1, i + window);
            for (int j = Math.max(0, i - window); j <= end && !matchedLeft[i]; j++) {
                if (!matchedRight[j] && left.charAt(i) == right.charAt(j)) {
                    matchedLeft[i] = true;
                    matchedRight[j] = true;
                    matches++;
                }
            }
        }
        if (matches == 0) {
            return 0;
        }
        double m = matches;
        double moved = transpositions(picked(left, matchedLeft), picked(right, matchedRight));
        return (m / left.length() + m / right.length() + (m - moved) / m) / 3;
    }

    private static String picked(String word, boolean[] matched) {
        var letters = new StringBuilder();
        for (int i = 0; i < matched.length; i++) {
            if (matched[i]) {
                letters.append(word.charAt(i));
            }
        }
        return letters.toString();
    }

    private static double transpositions(String left, String right) {
        int different = 0;
        for (int i = 0; i < left.length(); i++) {
            if (left.charAt(i) != right.charAt(i)) {
                different++;
            }
        }
        return different / 2.0;
    }
}
