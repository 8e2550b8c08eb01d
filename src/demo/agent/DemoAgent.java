import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stand-in for a coding agent: a program of its own that reads a prompt from standard input, says
 * what it does as a stream of JSON on standard output, and edits files in its working directory. It
 * thinks by script: what to change in which phase lies in {@code script/} beside its class.
 *
 * <p>Like the real ones, it once claims a success that isn't: in its first attempt of the test phase.
 */
public final class DemoAgent {
    private static final Pattern MILESTONE = Pattern.compile("(?i)milestone\\s+\\d+\\s*[:\\u2013\\u2014-]\\s*[^\\r\\n]+");
    private static final Pattern RESEARCH_SEAL = Pattern.compile("\"research\"\\s*:\\s*\"(sha256:[0-9a-f]{64})\"");
    private static final int MOST_PROMPT = 4 << 20;

    private final Path script;
    private final Speech say;
    private final Path checkout = Path.of("").toAbsolutePath();
    private final String phase = env("LOCKSTEP_PHASE", "");
    private final String file = env("LOCKSTEP_FILE", "");
    private final String attempt = env("LOCKSTEP_ATTEMPT", "1");
    private final String prompt;

    private DemoAgent(Path script, String prompt, Speech say) {
        this.script = script;
        this.prompt = prompt;
        this.say = say;
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println("demo-agent 1.0 (scripted)");
            return;
        }
        Path home = Path.of(DemoAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        byte[] prompt = System.in.readNBytes(MOST_PROMPT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long delay = Long.parseLong(env("LOCKSTEP_DEMO_DELAY", "300"));
        String text = new String(prompt, StandardCharsets.UTF_8);
        Speech say = new Speech(out, delay, text.length());
        say.start();
        String claim = new DemoAgent(home.resolve("script"), text, say).work();
        say.result(claim);
    }

    private String work() throws Exception {
        switch (phase) {
            case "research":
                return research();
            case "planning":
                return plan();
            case "validate":
                return validate();
            case "test":
                if (attempt.equals("1")) {
                    say.text("I looked at the failing test; it should pass now.");
                    return "All unit tests pass.";
                }
                break;
            default:
                break;
        }
        List<String> changed = edit();
        if (phase.equals("architecture")) {
            leave("architecture_review.md", architectureReview(changed));
        }
        return changed.isEmpty() ? "Nothing was left to do." : "Changed " + String.join(", ", changed) + ".";
    }

    private String research() throws Exception {
        say.text("I read the project before I change anything.");
        Map<String, Integer> sizes = new TreeMap<>();
        for (Path source : sources(checkout)) {
            sizes.put(name(checkout, source), Files.readAllLines(source).size());
        }
        say.tool("Glob", "**/*.java");
        StringBuilder text = new StringBuilder("# Research: ").append(milestone()).append("\n\n");
        text.append("The project is a command line program in plain Java. It reads a catalog and an order and\n");
        text.append("prints a receipt. Prices are made in `PriceCalculator`; the command line is `Main`.\n\n");
        text.append("| file | lines |\n|---|---:|\n");
        sizes.forEach((name, lines) -> text.append("| ").append(name).append(" | ").append(lines).append(" |\n"));
        text.append("\nA voucher belongs between the bulk discount and the tax, since tax is due on what is paid.\n");
        text.append("`ShopIT` already says what is expected: `Voucher WELCOME10` on the receipt, and an error for\n");
        text.append("a code that is not known.\n");
        leave("research.md", text.toString());
        return "I know the project well enough.";
    }

    private String plan() throws Exception {
        say.text("I write the plan from what the research found.");
        String seal = researchSeal();
        leave(
                "plan.md",
                "# Plan: " + milestone() + "\n\n"
                        + "Based on the research sealed as `" + seal + "`.\n\n"
                        + "1. `Voucher`: a code and its percentage; unknown codes are refused.\n"
                        + "2. `PriceCalculator`: take the voucher off after the bulk discount and before the tax.\n"
                        + "3. `Receipt`: a row of its own for the voucher.\n"
                        + "4. `Main`: the option `--voucher CODE`.\n");
        return "The plan cites " + seal + ".";
    }

    private String validate() throws Exception {
        say.text("I check the milestone against its criteria.");
        leave(
                "validation_report.md",
                "# Validation: " + milestone() + "\n\n"
                        + "- A voucher has a row of its own on the receipt: covered by `ShopIT.takesAVoucherOff`.\n"
                        + "- Unknown codes are refused: covered by `ShopIT.refusesAnUnknownVoucher`.\n"
                        + "- Nothing was stubbed, mocked, skipped or left open.\n");
        return "The milestone is complete.";
    }

    private static String architectureReview(List<String> changed) {
        StringBuilder text = new StringBuilder("# Architecture review\n\n");
        text.append("- `PriceCalculator.price` did five things in one function; each has its own now.\n");
        text.append("- `CatalogReader.product` took six parameters; it takes the fields of one line.\n");
        text.append("- `Order` printed itself with the receipt's titles, so `model` and `receipt` needed each\n");
        text.append("  other; it no longer does.\n\nChanged files:\n\n");
        changed.forEach(name -> text.append("- ").append(name).append('\n'));
        return text.toString();
    }

    /** Applies what the script holds for this phase, or for this phase's one file. */
    private List<String> edit() throws Exception {
        List<String> changed = new ArrayList<>();
        Path files = script.resolve(phase).resolve("files");
        for (Path source : files(files)) {
            String name = name(files, source);
            if (isMine(name)) {
                write(name, Files.readString(source));
                changed.add(name);
            }
        }
        Path edits = script.resolve(phase).resolve("edits");
        for (Path edit : files(edits)) {
            String name = name(edits, edit).replaceFirst("\\.edit$", "");
            if (isMine(name) && apply(name, Files.readAllLines(edit))) {
                changed.add(name);
            }
        }
        return changed;
    }

    private boolean isMine(String name) {
        return file.isEmpty() || file.equals(name);
    }

    private boolean apply(String name, List<String> edit) throws Exception {
        String before = Files.readString(checkout.resolve(name));
        String after = before;
        StringBuilder old = new StringBuilder();
        StringBuilder with = new StringBuilder();
        StringBuilder part = null;
        for (String line : edit) {
            if (line.equals("--- replace") || line.equals("--- end")) {
                after = replace(name, after, old.toString(), with.toString());
                old.setLength(0);
                with.setLength(0);
                part = old;
            } else if (line.equals("--- with")) {
                part = with;
            } else {
                part.append(part.length() == 0 ? "" : "\n").append(line);
            }
        }
        if (after.equals(before)) {
            return false;
        }
        write(name, after);
        return true;
    }

    private String replace(String name, String text, String old, String with) throws InterruptedException {
        if (old.isEmpty()) {
            return text;
        }
        int at = text.indexOf(old);
        if (at < 0) {
            say.text("I did not find in " + name + " what I wanted to change: " + old.lines().findFirst().orElse(""));
            return text;
        }
        return text.substring(0, at) + with + text.substring(at + old.length());
    }

    private void write(String name, String text) throws Exception {
        Path target = checkout.resolve(name);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
        say.tool("Edit", name);
    }

    private void leave(String name, String text) throws Exception {
        Files.writeString(Path.of(env("LOCKSTEP_EVIDENCE", ".")).resolve(name), text);
        say.tool("Write", name);
    }

    private String milestone() {
        Matcher matcher = MILESTONE.matcher(prompt);
        return matcher.find() ? matcher.group().trim() : "Milestone " + env("LOCKSTEP_MILESTONE", "");
    }

    private static String researchSeal() throws IOException {
        Path seals = Path.of(env("LOCKSTEP_INPUT", ".")).resolve("seals.json");
        Matcher matcher = RESEARCH_SEAL.matcher(Files.exists(seals) ? Files.readString(seals) : "");
        return matcher.find() ? matcher.group(1) : "(no seal of the research found)";
    }

    private static List<Path> sources(Path directory) throws IOException {
        return files(directory).stream().filter(path -> path.toString().endsWith(".java")).toList();
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
                            boolean hidden = !sub.equals(directory) && sub.getFileName().toString().startsWith(".");
                            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path one, BasicFileAttributes attributes) {
                            found.add(one);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }
        return found.stream().sorted().toList();
    }

    private static String name(Path directory, Path path) {
        return directory.relativize(path).toString().replace('\\', '/');
    }

    private static String env(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
