package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/**
 * Finds import cycles between Java packages in what the JDK's {@code jdeps -verbose:class} (or
 * {@code -verbose:package}, or a file of {@code -dotoutput}) prints:
 *
 * <pre>
 *    com.acme.app.Main        -&gt; com.acme.core.Engine      classes
 *    "com.acme.core.Engine"   -&gt; "com.acme.app.Main (classes)";
 * </pre>
 *
 * <p>A name whose last part begins with a capital is a class, and its package is what stands before
 * that part. Lines that are not indented tell of archives and are passed over. Every group of
 * packages that depend on each other is one issue, which names a shortest cycle and, when classes
 * are listed, the file of a class on it.
 */
final class JdepsCyclesReader implements ReportReader {
    /** The name under which a plan asks for this reader. */
    static final String NAME = "jdeps-cycles";

    private static final String ARROW = " -> ";
    private static final int MAX_EDGES = 1_000_000;

    @Override
    public void read(Source source, Findings findings) throws IOException, Unreadable {
        PackageGraph graph = new PackageGraph();
        String name = source.file().getFileName().toString();
        long arrows = 0;
        try (BoundedLines lines = new BoundedLines(source.file())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                int arrow = line.indexOf(ARROW);
                if (arrow < 0) {
                    continue;
                }
                arrows++;
                if (Character.isWhitespace(line.charAt(0))) {
                    take(line.substring(0, arrow), line.substring(arrow + ARROW.length()), graph);
                }
                if (graph.edges() > MAX_EDGES || source.deadline().passed()) {
                    throw new Unreadable(
                            name + ": too many dependencies; let jdeps list fewer with -regex");
                }
            }
        }
        if (arrows == 0) {
            throw new Unreadable(
                    name + " has no dependency: is it the output of jdeps -verbose:class?");
        }
        for (List<String> cycle : graph.cycles()) {
            String file = graph.classBetween(cycle.get(0), cycle.get(1));
            findings.issues()
                    .add(
                            file.isEmpty() ? null : file.replace('.', '/') + ".java",
                            0,
                            0,
                            "error",
                            "import-cycle",
                            "import cycle: " + String.join(" -> ", cycle));
        }
    }

    private static void take(String left, String right, PackageGraph graph) {
        String from = name(left);
        String to = name(right);
        if (!from.isEmpty() && !to.isEmpty()) {
            graph.add(packageOf(from), packageOf(to), isClass(from) ? outermost(from) : "");
        }
    }

    /** The first word without quotation marks. */
    private static String name(String text) {
        String trimmed = text.strip().replace("\"", "").replace(";", "");
        int blank = trimmed.indexOf(' ');
        return blank < 0 ? trimmed : trimmed.substring(0, blank);
    }

    private static boolean isClass(String name) {
        int last = name.lastIndexOf('.') + 1;
        return last < name.length() && Character.isUpperCase(name.charAt(last));
    }

    private static String packageOf(String name) {
        return isClass(name) ? name.substring(0, Math.max(0, name.lastIndexOf('.'))) : name;
    }

    private static String outermost(String className) {
        int nested = className.indexOf('$');
        return nested < 0 ? className : className.substring(0, nested);
    }

    /** Which packages depend on which; only those that depend on something can lie on a cycle. */
    private static final class PackageGraph {
        private final TreeMap<String, TreeMap<String, String>> edges = new TreeMap<>();
        private int count;

        void add(String from, String to, String className) {
            if (!from.equals(to)
                    && edges.computeIfAbsent(from, f -> new TreeMap<>()).putIfAbsent(to, className)
                            == null) {
                count++;
            }
        }

        int edges() {
            return count;
        }

        /** The class that makes one package depend on another; empty if none is known. */
        String classBetween(String from, String to) {
            return edges.getOrDefault(from, new TreeMap<>()).getOrDefault(to, "");
        }

        List<List<String>> cycles() {
            return new Cycles(edges).shortestOfEach();
        }
    }
}
