package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Brings commits from the user's repository into the store. */
final class Importer {
    private static final int MOST_TRIES = 50;

    private final ObjectStore store;

    Importer(ObjectStore store) {
        this.store = store;
    }

    String importCommit(Path repository, String revision) throws IOException, InterruptedException {
        Path directory = repository.toRealPath();
        Git foreign = Git.foreign(directory, StoreSetup.globalConfig(store.path()));
        refuseOtherFormat(foreign, directory);
        String commit =
                foreign.line(
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        revision + "^{commit}");
        String ref = ObjectStore.REFS + "imports/" + commit;
        if (!kept(ref)) {
            fetch(foreign, directory, commit, ref);
        }
        return commit;
    }

    private boolean kept(String ref) throws IOException, InterruptedException {
        return store.git().test("show-ref", "--verify", "--quiet", ref);
    }

    private void fetch(Git foreign, Path directory, String commit, String ref)
            throws IOException, InterruptedException {
        boolean shallow = foreign.line("rev-parse", "--is-shallow-repository").equals("true");
        for (int tried = 1; ; tried++) {
            try {
                fetch(shallow, directory, commit, ref);
                return;
            } catch (GitException e) {
                // Git does not wait for who else notes a shallow history in the store just now.
                if (!shallow || tried == MOST_TRIES || !e.stderr().contains("shallow")) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(20L * tried));
            }
        }
    }

    /** Fetching checks that nothing is missing; only then is the ref set. */
    private void fetch(boolean shallow, Path directory, String commit, String ref)
            throws IOException, InterruptedException {
        store.git()
                .bytes(
                        null,
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--no-auto-gc",
                        "--no-recurse-submodules",
                        shallow ? "--update-shallow" : "--no-update-shallow",
                        "--",
                        directory.toString(),
                        "+" + commit + ":" + ref);
    }

    private static void refuseOtherFormat(Git foreign, Path directory)
            throws IOException, InterruptedException {
        String format = foreign.line("rev-parse", "--show-object-format");
        if (!format.equals("sha1")) {
            throw new IOException(
                    "%s stores its objects as %s; Lockstep works with sha1 repositories only"
                            .formatted(directory, format));
        }
    }
}
