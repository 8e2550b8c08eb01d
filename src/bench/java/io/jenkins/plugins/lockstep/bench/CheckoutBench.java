package io.jenkins.plugins.lockstep.bench;

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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

/**
 * What one attempt's checkout costs, against {@code git worktree add} of the same commit, pair by
 * pair; then a pooled lease, and many at once. Arguments: an empty directory, files (50000), rounds
 * (7), checkouts at once (16). Prints a table in Markdown.
 */
public final class CheckoutBench {
    private static final int FILES_PER_DIRECTORY = 50;
    private static final int DIRECTORIES_PER_DIRECTORY = 20;
    private static final double MILLIS = 1e6;
    private static final Plan.Workspace PLAIN =
            new Plan.Workspace(List.of(), List.of(), List.of());

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
            throw new IllegalArgumentException("name an empty directory to work in");
        }
        Path root = Files.createDirectories(Path.of(arguments[0])).toRealPath();
        int files = number(arguments, 1, 50_000);
        CheckoutBench bench = new CheckoutBench(root, files);
        System.out.printf("%d files in %s, times in ms%n%n", files, root);
        bench.pairs(number(arguments, 2, 7));
        bench.atOnce(number(arguments, 3, 16));
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

    private static double time(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / MILLIS;
    }

    private double worktree() throws Exception {
        Path target = root.resolve("worktree");
        double time =
                time(
                        () -> {
                            git("worktree", "add", "--detach", target.toString(), commit);
                            return null;
                        });
        git("worktree", "remove", "--force", target.toString());
        return time;
    }

    /** A fresh lease and a pooled one. */
    private double[] leases() throws Exception {
        try (Checkouts checkouts = checkouts()) {
            double fresh = time(() -> lease(checkouts));
            return new double[] {fresh, time(() -> lease(checkouts))};
        }
    }

    private Path lease(Checkouts checkouts) throws IOException, InterruptedException {
        try (Checkout checkout = checkouts.lease(Use.AGENT, commit)) {
            return checkout.path();
        }
    }

    private void pairs(int rounds) throws Exception {
        worktree();
        leases();
        double[] ratios = new double[rounds];
        System.out.println("| round | worktree add | lease | ratio | pooled lease |");
        System.out.println("|---|---|---|---|---|");
        for (int round = 0; round < rounds; round++) {
            boolean worktreeFirst = round % 2 == 0;
            double before = worktreeFirst ? worktree() : 0;
            double[] leases = leases();
            double worktree = worktreeFirst ? before : worktree();
            ratios[round] = leases[0] / worktree;
            System.out.printf(
                    "| %d | %.0f | %.0f | %.2f | %.0f |%n",
                    round + 1, worktree, leases[0], ratios[round], leases[1]);
        }
        double[] sorted = DoubleStream.of(ratios).sorted().toArray();
        System.out.printf("%nmedian ratio: %.2f%n", sorted[rounds / 2]);
    }

    private void atOnce(int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<Checkout> open = new ArrayList<>();
        try (Checkouts checkouts = checkouts()) {
            double time =
                    time(
                            () -> {
                                List<Callable<Checkout>> leases = new ArrayList<>();
                                for (int i = 0; i < count; i++) {
                                    leases.add(() -> checkouts.lease(Use.AGENT, commit));
                                }
                                for (Future<Checkout> each : threads.invokeAll(leases)) {
                                    open.add(each.get());
                                }
                                return null;
                            });
            for (Checkout checkout : open) {
                checkout.close();
            }
            System.out.printf("%d at once: %.0f ms, no error%n", open.size(), time);
        } finally {
            threads.shutdown();
        }
    }
}
