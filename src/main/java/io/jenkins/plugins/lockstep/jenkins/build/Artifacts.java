package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.util.BuildListenerAdapter;
import jenkins.util.VirtualFile;

/** A build's artifacts, wherever its artifact manager keeps them. */
public final class Artifacts {
    /** Below which all of ours is. */
    public static final String ROOT = "lockstep";

    private final Run<?, ?> build;

    public Artifacts(Run<?, ?> build) {
        this.build = build;
    }

    /** Where evidence of one attempt is: {@code lockstep/m1/lint/2}. */
    public static String place(int milestone, String node, int attempt) {
        return sealedPlace(Places.of(milestone, node, attempt));
    }

    static String sealedPlace(String place) {
        return ROOT + "/" + place;
    }

    /** Where the logs of an attempt that failed are. */
    public static String failedPlace(int milestone, String node, int attempt) {
        return ROOT + "/failed/" + Places.of(milestone, node, attempt);
    }

    /** Archives files of a directory on this machine below a place. */
    void archive(Path directory, Collection<String> files, String place, TaskListener listener)
            throws IOException, InterruptedException {
        Map<String, String> names = new LinkedHashMap<>();
        files.forEach(name -> names.put(place + "/" + name, name));
        archive(directory, names, listener);
    }

    /**
     * @param names of files below the directory, by the artifact's
     */
    void archive(Path directory, Map<String, String> names, TaskListener listener)
            throws IOException, InterruptedException {
        if (!names.isEmpty()) {
            build.pickArtifactManager()
                    .archive(
                            new FilePath(directory.toFile()),
                            new Launcher.LocalLauncher(listener),
                            new BuildListenerAdapter(listener),
                            names);
        }
    }

    /** Whether the run's report is there. */
    public boolean hasReport() throws IOException {
        return child(ROOT + "/report.html").isFile();
    }

    VirtualFile directory(Sealed sealed) {
        return child(place(sealed.milestone(), sealed.node(), sealed.attempt()));
    }

    private VirtualFile child(String path) {
        return build.getArtifactManager().root().child(path);
    }

    /** What is wrong with the archived evidence of a seal, if anything is; a sentence. */
    public Optional<String> broken(Sealed sealed) throws IOException {
        VirtualFile directory = directory(sealed);
        int files = 0;
        for (Subject subject : sealed.subjects()) {
            if (!subject.isFile()) {
                continue;
            }
            files++;
            VirtualFile file = directory.child(subject.name());
            if (!file.isFile()) {
                return Optional.of(
                        name(sealed)
                                + ": "
                                + subject.name()
                                + " is missing among the build's artifacts");
            }
            try (InputStream in = file.open()) {
                if (!Digest.of(in).hex().equals(subject.digest().get(Subject.SHA256))) {
                    return Optional.of(
                            name(sealed) + ": " + subject.name() + " is not what was sealed");
                }
            }
        }
        return count(directory) == files
                ? Optional.empty()
                : Optional.of(name(sealed) + ": files were added after sealing");
    }

    private static String name(Sealed sealed) {
        return "evidence of m" + sealed.milestone() + "/" + sealed.node() + "/" + sealed.attempt();
    }

    private static int count(VirtualFile directory) throws IOException {
        int count = 0;
        for (VirtualFile child : directory.list()) {
            count += child.isDirectory() ? count(child) : 1;
        }
        return count;
    }

    /** Copies the sealed files to a new directory on this machine. */
    void fetch(Sealed sealed, Path to) throws IOException {
        Files.createDirectories(to);
        VirtualFile directory = directory(sealed);
        for (Subject subject : sealed.subjects()) {
            if (subject.isFile()) {
                Path file = to.resolve(subject.name());
                Files.createDirectories(file.getParent());
                try (InputStream in = directory.child(subject.name()).open();
                        OutputStream out = Files.newOutputStream(file)) {
                    in.transferTo(out);
                }
            }
        }
    }

    /** The content of a sealed file; empty if it is longer than that, or not what was sealed. */
    Optional<byte[]> read(Sealed sealed, String name, int mostBytes) throws IOException {
        VirtualFile file = directory(sealed).child(name);
        if (file.length() > mostBytes) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream in = file.open()) {
            bytes = in.readNBytes(mostBytes);
        }
        String digest = Digest.of(bytes).hex();
        return sealed.subjects().stream()
                .filter(one -> one.name().equals(name))
                .filter(one -> digest.equals(one.digest().get(Subject.SHA256)))
                .findFirst()
                .map(one -> bytes);
    }

    /** Copies what people write: the small files at the top of each seal's evidence. */
    void inputs(Map<String, Sealed> seals, Path to, long mostBytes) throws IOException {
        for (Map.Entry<String, Sealed> entry : seals.entrySet()) {
            VirtualFile directory = directory(entry.getValue());
            Path target = Files.createDirectories(to.resolve(entry.getKey()));
            for (Subject subject : entry.getValue().subjects()) {
                if (subject.isFile() && subject.name().indexOf('/') < 0) {
                    VirtualFile file = directory.child(subject.name());
                    if (file.length() <= mostBytes) {
                        try (InputStream in = file.open()) {
                            Files.copy(in, target.resolve(subject.name()));
                        }
                    }
                }
            }
        }
    }
}
