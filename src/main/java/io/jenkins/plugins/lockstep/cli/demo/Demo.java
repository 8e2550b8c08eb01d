package io.jenkins.plugins.lockstep.cli.demo;

import io.jenkins.plugins.lockstep.cli.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Takes a small real project with real defects through all phases, with a scripted stand-in for a
 * coding agent: {@code mvn -q compile exec:java}. Starts afresh, unless told {@code --resume}. With
 * {@code --jenkins} it writes the projects that a Jenkins can do the same with.
 */
public final class Demo {
    private final Path base;
    private final ToIntFunction<List<String>> lockstep;
    private final PrintStream out;

    /**
     * @param base the clone's directory
     * @param lockstep takes the arguments of Lockstep's command line, gives its exit code
     */
    Demo(Path base, ToIntFunction<List<String>> lockstep, PrintStream out) {
        this.base = base;
        this.lockstep = lockstep;
        this.out = out;
    }

    /** Runs the demo in the current directory, which must be a clone's, and ends the JVM. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path base = Path.of("").toAbsolutePath();
        if (List.of(arguments).contains("--jenkins")) {
            for (Path one : new JenkinsDemo(base).write(jars())) {
                System.out.println("A project for Jenkins: " + base.relativize(one));
            }
            return;
        }
        boolean resume = List.of(arguments).contains("--resume");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        ToIntFunction<List<String>> lockstep =
                line -> Main.run(out, err, line.toArray(String[]::new));
        System.exit(new Demo(base, lockstep, System.out).run(resume));
    }

    /**
     * @return Lockstep's exit code
     * @throws IOException if the project can't be made
     */
    int run(boolean resume) throws IOException, InterruptedException {
        Path project = base.resolve("target/demo/project");
        if (!resume || !Files.isDirectory(project)) {
            new DemoProject(base.resolve("src/demo"), project).make(jars());
        }
        out.println("The demo's project: " + base.relativize(project));
        int code =
                lockstep.applyAsInt(List.of(resume ? "resume" : "run", "-C", project.toString()));
        if (code == 0) {
            out.println("What changed: git -C " + base.relativize(project) + " log --stat");
        }
        return code;
    }

    private static List<Path> jars() throws IOException {
        return ToolClassPath.find(Thread.currentThread().getContextClassLoader());
    }
}
