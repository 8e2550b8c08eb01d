package io.jenkins.plugins.lockstep.cli.demo;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jars that this program itself was started with, among them the demo's tools. */
final class ToolClassPath {
    private ToolClassPath() {}

    /**
     * All jars that {@code loader} and its parents load from, or of the class path if none of them
     * says.
     *
     * @throws IOException if a jar cannot be read
     */
    static List<Path> find(ClassLoader loader) throws IOException {
        Set<Path> jars = new LinkedHashSet<>();
        for (ClassLoader one = loader; one != null; one = one.getParent()) {
            if (one instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    add(jars, url.toString());
                }
            }
        }
        if (jars.isEmpty()) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                add(jars, Path.of(entry).toUri().toString());
            }
        }
        return List.copyOf(jars);
    }

    /**
     * Writes a jar that holds nothing but the names of others.
     *
     * @param jars URIs, absolute or relative to the jar
     */
    static void writeJar(Path jar, List<String> jars) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", jars));
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static void add(Set<Path> jars, String url) throws IOException {
        URI uri = parse(url);
        if (uri == null || !"file".equals(uri.getScheme())) {
            return;
        }
        Path path = Path.of(uri);
        if (Files.isRegularFile(path) && jars.add(path)) {
            for (String other : named(path)) {
                add(jars, uri.resolve(other).toString());
            }
        }
    }

    /** The jars that a jar's manifest names: some starters put all of a class path there. */
    private static List<String> named(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null ? List.of() : new ArrayList<>(List.of(names.trim().split("\\s+")));
        }
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
