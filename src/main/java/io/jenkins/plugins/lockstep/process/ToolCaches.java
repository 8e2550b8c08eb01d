package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What build tools keep in the home directory and must be able to write: their caches, not their
 * settings.
 */
public final class ToolCaches {
    private static final List<Cache> CACHES =
            List.of(
                    new Cache(".cache", ""),
                    new Cache(".m2/repository", "pom.xml"),
                    new Cache(".m2/wrapper", ".mvn/wrapper"),
                    new Cache(".npm", "package.json"),
                    new Cache(".yarn", "yarn.lock"),
                    new Cache(".local/share/pnpm", "pnpm-lock.yaml"),
                    new Cache(".gradle", "gradlew"),
                    new Cache(".ivy2", "build.sbt"),
                    new Cache(".cargo/registry", "Cargo.toml"),
                    new Cache(".cargo/git", "Cargo.toml"),
                    new Cache("go/pkg", "go.mod"),
                    new Cache(".nuget", "global.json"));

    private ToolCaches() {}

    /**
     * @param marker a file of projects that need it: there, it is made if it is missing
     */
    private record Cache(String directory, String marker) {}

    /**
     * Those that exist, and those that the project's tools would make.
     *
     * @throws IOException if one can't be made
     */
    public static List<Path> of(Path home, Path project) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Cache cache : CACHES) {
            Path directory = home.resolve(cache.directory());
            if (!cache.marker().isEmpty() && Files.exists(project.resolve(cache.marker()))) {
                Files.createDirectories(directory);
            }
            if (Files.isDirectory(directory)) {
                paths.add(directory);
            }
        }
        return paths;
    }
}
