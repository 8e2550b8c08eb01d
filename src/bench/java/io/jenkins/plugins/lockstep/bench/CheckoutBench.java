package io.jenkins.plugins.lockstep.bench;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one attempt's checkout costs, against {@code git worktree add} of the same commit, pair by
 * pair; then a pooled lease, and many at once. Arguments: a directory, files (50000), rounds (7),
 * checkouts at once (16).
 */
public final class CheckoutBench {
    private static final int FILES_PER_DIRECTORY = 50;
    private static final int DIRECTORIES_PER_DIRECTORY = 20;
    private static final Plan.Workspace PLAIN = new Plan.Workspace(List.of(), List.of(), List.of());

    private final Path root;
    private final Path repository;
    private final ObjectStore store;
    private final String commit;

    private CheckoutBench(Path root, int files) throws Exception {
        this.root = root;
        this.repository = root.resolve("repository");
        fill(files);
        this.store = ObjectStore.open(root.resolve("store.git"));
        this.commit = store.importCommit(repository, "HEAD");
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("name a directory to work in");
        }
        Path root = Files.createTempDirectory(Path.of(arguments[0]).toRealPath(), "checkout-bench");
        int files = number(arguments, 1, 50_000);
        CheckoutBench bench = new CheckoutBench(root, files);
        try {
            String where = Row.format("%,d files, on %s", files, Files.getFileStore(root).type());
            bench.pairs(where, number(arguments, 2, 7));
            bench.atOnce(where, number(arguments, 3, 16));
        } finally {
            AtomicFiles.deleteTree(root);
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void fill(int files) throws Exception {
        Files.createDirectories(repository);
        git("init", "--quiet");
        git("config", "gc.auto", "0");
        for (int i = 0; i < files; i++) {
            int directory = i / FILES_PER_DIRECTORY;
            Path parent =
                    repository.resolve(
                            "d%d/p%d"
                                    .formatted(
                                            directory / DIRECTORIES_PER_DIRECTORY,
                                            directory % DIRECTORIES_PER_DIRECTORY));
            if (i % FILES_PER_DIRECTORY == 0) {
                Files.createDirectories(parent);
            }
            Files.writeString(parent.resolve("f" + i + ".txt"), ("file " + i + "\n").repeat(20));
        }
        git("add", "--all");
        git("-c", "user.name=B", "-c", "user.email=b@localhost", "commit", "--quiet", "-m", "x");
        git("repack", "-a", "-d", "--quiet");
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(Arrays.asList(arguments));
        Process process =
                new ProcessBuilder(argv)
                        .directory(repository.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(argv + " failed with " + process.exitValue());
        }
    }

    private Checkouts checkouts() throws IOException {
        return new Checkouts(store, root.resolve("work"), PLAIN, null, null);
    }

    private Cost worktree() throws Exception {
        Path target = root.resolve("worktree");
        Cost cost = Cost.of(() -> git("worktree", "add", "--detach", target.toString(), commit));
        git("worktree", "remove", "--force", target.toString());
        return cost;
    }

    private Cost fresh() throws Exception {
        try (Checkouts checkouts = checkouts()) {
            return Cost.of(() -> lease(checkouts));
        }
    }

    private Path lease(Checkouts checkouts) throws IOException, InterruptedException {
        try (Checkout checkout = checkouts.lease(Use.AGENT, commit)) {
            return checkout.path();
        }
    }

    private void pairs(String where, int rounds) throws Exception {
        Pairs fresh = Pairs.of(1, rounds, this::worktree, this::fresh);
        Row.atMost("(e) an attempt's checkout, " + where, fresh, 1.1).print();
        try (Checkouts checkouts = checkouts()) {
            lease(checkouts);
            Pairs pooled =
                    Pairs.of(0, rounds, this::worktree, () -> Cost.of(() -> lease(checkouts)));
            Row.note(
                            "(e) the same from the pool",
                            Row.millis(pooled.base()),
                            Row.millis(pooled.ours()),
                            Row.format("%.2f×", pooled.ratio()))
                    .print();
        }
    }

    private void atOnce(String where, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try (Checkouts checkouts = checkouts()) {
            List<Checkout> open = Collections.synchronizedList(new ArrayList<>());
            Cost cost = Cost.of(() -> leaseAll(checkouts, threads, count, open));
            for (Checkout checkout : open) {
                checkout.close();
            }
            new Row(
                            "(e) " + count + " at once, " + where,
                            "",
                            Row.millis(cost.millis()),
                            open.size() + " made",
                            count + ", no error",
                            open.size() == count)
                    .print();
        } finally {
            threads.shutdown();
        }
    }

    private void leaseAll(
            Checkouts checkouts, ExecutorService threads, int count, List<Checkout> open)
            throws Exception {
        List<Callable<Boolean>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(() -> open.add(checkouts.lease(Use.AGENT, commit)));
        }
        for (Future<Boolean> each : threads.invokeAll(leases)) {
            each.get();
        }
    }
}
