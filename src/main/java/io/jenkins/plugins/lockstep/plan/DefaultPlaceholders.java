package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.plan.Phase.PlaceholderPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What a milestone must not add, by language: unfinished code, skipped tests, mocks in production
 * code, and comments that silence a tool. Each pattern is tried on single lines.
 */
final class DefaultPlaceholders {
    private static final List<String> ANY = DefaultGlobs.SOURCES;
    private static final List<String> JVM = List.of("*.{java,kt,kts,groovy,scala}");
    private static final List<String> PYTHON = List.of("*.{py,pyi}");
    private static final List<String> SCRIPT =
            List.of("*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte}");
    private static final List<String> GO = List.of("*.go");
    private static final List<String> RUST = List.of("*.rs");
    private static final String UNFINISHED =
            "(?i:(?:not (?:yet )?(?:been )?|un)implemented|to ?do|stub)";

    private DefaultPlaceholders() {}

    static List<PlaceholderPattern> all() {
        List<PlaceholderPattern> all = new ArrayList<>();
        all.add(of("to-do comment", ANY, "\\b(?:TODO|FIXME|XXX)\\b", "all"));
        unfinished(all);
        skippedTests(all);
        mocks(all);
        silenced(all);
        return List.copyOf(all);
    }

    private static void unfinished(List<PlaceholderPattern> all) {
        all.add(of("unfinished code", JVM, "\\bnew NotImplemented(?:Exception|Error)\\b", "all"));
        all.add(
                of(
                        "unfinished code",
                        JVM,
                        "\\bUnsupportedOperationException\\(\\s*\"[^\"]*" + UNFINISHED,
                        "all"));
        all.add(of("unfinished code", List.of("*.cs"), "\\bnew NotImplementedException\\b", "all"));
        all.add(of("unfinished code", PYTHON, "\\braise\\s+NotImplementedError\\b", "all"));
        all.add(of("unfinished code", SCRIPT, "\\bError\\(\\s*['\"`][^'\"`]*" + UNFINISHED, "all"));
        all.add(of("unfinished code", GO, "\\bpanic\\(\\s*\"[^\"]*" + UNFINISHED, "all"));
        all.add(of("unfinished code", RUST, "\\b(?:todo|unimplemented)!\\s*[(\\[{]", "all"));
    }

    private static void skippedTests(List<PlaceholderPattern> all) {
        all.add(
                of(
                        "skipped test",
                        JVM,
                        "@(?:org\\.junit\\.[a-z.]*)?(?:Disabled|Ignore)\\b|\\benabled\\s*=\\s*false\\b",
                        "tests"));
        all.add(
                of(
                        "skipped test",
                        PYTHON,
                        "\\bpytest\\.(?:mark\\.)?(?:skip|skipif|xfail|importorskip)\\b"
                                + "|@(?:unittest\\.)?(?:skip|skipIf|skipUnless|expectedFailure)\\b"
                                + "|\\.skipTest\\(",
                        "all"));
        all.add(
                of(
                        "skipped test",
                        SCRIPT,
                        "\\b(?:it|test|describe|suite|context|bench)"
                                + "(?:\\.[a-z]+)?\\.(?:skip|skipIf|runIf|todo|fixme|fails|only)\\s*[.(`]"
                                + "|\\b(?:xit|xtest|xdescribe|xcontext|fdescribe)\\s*\\(",
                        "tests"));
        all.add(of("skipped test", GO, "\\b[tbf]\\.Skip(?:Now|f)?\\(", "tests"));
        all.add(of("skipped test", RUST, "#\\[ignore\\b", "all"));
    }

    private static void mocks(List<PlaceholderPattern> all) {
        all.add(
                of(
                        "mock in production code",
                        JVM,
                        "\\b(?:org\\.mockito|org\\.easymock|org\\.powermock|io\\.mockk|mockit)\\."
                                + "|\\bMockito\\.|@(?:Mock|MockBean|Spy|InjectMocks)\\b",
                        "sources"));
        all.add(
                of(
                        "mock in production code",
                        PYTHON,
                        "\\bunittest\\.mock\\b|\\bfrom\\s+unittest\\s+import\\s+.*\\bmock\\b"
                                + "|^\\s*(?:import|from)\\s+mock\\b|\\b(?:Magic|Async)Mock\\(",
                        "sources"));
        all.add(
                of(
                        "mock in production code",
                        SCRIPT,
                        "\\b(?:jest|vi|sinon)\\.(?:fn|mock|doMock|spyOn|stub|fake)\\b",
                        "sources"));
        all.add(
                of(
                        "mock in production code",
                        GO,
                        "\"(?:github\\.com/(?:golang/mock|stretchr/testify)|go\\.uber\\.org/mock)/",
                        "sources"));
    }

    private static void silenced(List<PlaceholderPattern> all) {
        all.add(
                of(
                        "silenced tool",
                        JVM,
                        "//\\s*(?:CHECKSTYLE[:.](?i:off)|NOPMD|NOSONAR|noinspection)\\b",
                        "all"));
        all.add(
                of(
                        "silenced tool",
                        PYTHON,
                        "#\\s*(?:noqa\\b|type:\\s*ignore\\b|pylint:\\s*(?:disable|skip-file)\\b"
                                + "|mypy:\\s*ignore|pyright:\\s*ignore|ruff:\\s*noqa|flake8:\\s*noqa)",
                        "all"));
        all.add(
                of(
                        "silenced tool",
                        SCRIPT,
                        "\\beslint-disable|@ts-(?:ignore|nocheck|expect-error)\\b|\\bbiome-ignore\\b",
                        "all"));
        all.add(of("silenced tool", GO, "//\\s*nolint\\b", "all"));
    }

    private static PlaceholderPattern of(
            String name, List<String> files, String pattern, String where) {
        return new PlaceholderPattern(name, files, pattern, where);
    }
}
