package warren.cli;

/** What is said when no broker answers. */
final class Diagnostics {
    private Diagnostics() {}

    static String text(String node, Unreachable reason) {
        return String.join(
                "\n",
                "Error: unable to perform an operation on node '" + node
                        + "'. Please see diagnostics information and suggestions below.",
                "",
                "Most common reasons for this are:",
                "",
                " * Target node is not running",
                " * It runs on another data directory: name it with --data-dir or WARREN_DATA_DIR",
                " * It belongs to another user of this machine: only the owner may read its control file",
                "",
                "In addition to the diagnostics info below:",
                "",
                " * Consult server logs on node " + node,
                "",
                "DIAGNOSTICS",
                "===========",
                "",
                "attempted to contact: [" + node + "]",
                "",
                node + ":",
                "  * " + reason.getMessage(),
                "  * suggestion: start the node",
                "");
    }
}
