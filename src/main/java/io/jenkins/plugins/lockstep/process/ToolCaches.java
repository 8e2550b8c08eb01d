package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** Variables that name a cache elsewhere, and where in it. */
    private static final Map<String, List<String>> NAMED =
            Map.of(
                    "XDG_CACHE_HOME", List.of(""),
                    "GRADLE_USER_HOME", List.of(""),
                    "CARGO_HOME", List.of("registry", "git"),
                    "GOPATH", List.of("pkg"));

    private ToolCaches() {}

    /**
     * @param marker a file of projects that need it: there, it is made if it is missing
     */
    private record Cache(String directory, String marker) {}

    /**
     * Those that exist, and those that the project's tools would make.
     *
     * @param environment the tools'
     * @throws IOException if one can't be made
     */
    public static List<Path> of(Path home, Path project, Map<String, String> environment)
            throws IOException {
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
        NAMED.forEach(
                (variable, parts) -> {
                    Path named = Path.of(environment.getOrDefault(variable, ""));
                    parts.stream()
                            .map(named::resolve)
                            .filter(path -> path.isAbsolute() && Files.isDirectory(path))
                            .forEach(paths::add);
                });
        return paths;
    }
}
