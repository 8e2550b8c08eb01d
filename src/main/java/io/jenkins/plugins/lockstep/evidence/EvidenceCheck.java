package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The evidence is what is sealed: each file unchanged, none missing, none added. */
final class EvidenceCheck implements Check {
    private static final int NAMED = 20;

    private final EvidenceSource source;
    private final VerificationCounter counter;
    private final EvidenceSource.Contents contents;
    private final Set<String> unnamed;

    /** Looks at what there is before the ledger is read: evidence never comes before its seal. */
    EvidenceCheck(EvidenceSource source, VerificationCounter counter) throws IOException {
        this.source = source;
        this.counter = counter;
        this.contents = source.contents();
        this.unnamed = new HashSet<>(contents.places());
    }

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public void seal(Seal seal, Findings findings) throws IOException {
        if (!seal.sound() || seal.proof() == null) {
            return;
        }
        String place = seal.proof().place();
        unnamed.remove(place);
        Map<String, String> sealed = new TreeMap<>();
        for (Subject subject : seal.entry().statement().subjects()) {
            if (subject.isFile() && subject.problem() == null) {
                sealed.put(subject.name(), subject.digest().get(Subject.SHA256));
            }
        }
        compare(seal, place, sealed, findings);
    }

    private void compare(Seal seal, String place, Map<String, String> sealed, Findings findings)
            throws IOException {
        Set<String> added = new TreeSet<>();
        Map<String, String> missing = new TreeMap<>(sealed);
        List<EvidenceSource.Item> items;
        try {
            items = source.items(place);
        } catch (AccessDeniedException e) {
            findings.add(this, seal, "", "its evidence can't be read: " + e);
            return;
        }
        for (EvidenceSource.Item item : items) {
            String expected = missing.remove(item.name());
            if (expected == null && item.kind() == EvidenceSource.Kind.FILE) {
                added.add(item.name());
            } else if (item.kind() != EvidenceSource.Kind.FILE) {
                findings.add(
                        this,
                        seal,
                        item.name(),
                        item.kind() == EvidenceSource.Kind.LINK
                                ? "a link stands where evidence is"
                                : "something that is no file stands where evidence is");
            } else {
                compareFile(seal, place, item.name(), expected, findings);
            }
        }
        Map<String, String> renamed = renamed(place, added, missing);
        missing.forEach(
                (file, digest) ->
                        findings.add(
                                this,
                                seal,
                                file,
                                renamed.containsKey(digest)
                                        ? "it was renamed to " + renamed.get(digest)
                                        : "it is missing"));
        added.removeAll(renamed.values());
        added.forEach(file -> findings.add(this, seal, file, "it was added: it is not sealed"));
    }

    private void compareFile(
            Seal seal, String place, String file, String expected, Findings findings) {
        counter.file();
        try {
            if (!digest(place, file).equals(expected)) {
                findings.add(this, seal, file, "it was changed after it was sealed");
            }
        } catch (IOException e) {
            findings.add(this, seal, file, "it can't be read: " + e);
        }
    }

    /** Among files that were added, the new names of missing ones, by digest. */
    private Map<String, String> renamed(
            String place, Set<String> added, Map<String, String> missing) {
        Map<String, String> renamed = new HashMap<>();
        if (missing.isEmpty()) {
            return renamed;
        }
        for (String file : added) {
            try {
                String digest = digest(place, file);
                if (missing.containsValue(digest)) {
                    renamed.putIfAbsent(digest, file);
                }
            } catch (IOException e) {
                // Then it is an added file that can't be read, and is named as added.
            }
        }
        return renamed;
    }

    private String digest(String place, String file) throws IOException {
        try (InputStream in = new Counting(source.open(place, file))) {
            return Digest.of(in).hex();
        }
    }

    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            counter.bytes(Math.max(0, n));
            return n;
        }
    }

    @Override
    public void end(Findings findings) {
        for (String stray : new TreeSet<>(contents.strays())) {
            findings.add(
                    new Finding(
                            name(),
                            0,
                            "",
                            EvidenceNames.printable(stray),
                            "it was added: no evidence can stand there"));
        }
        for (String place : new TreeSet<>(unnamed)) {
            findings.add(
                    new Finding(
                            name(),
                            0,
                            place,
                            some(place),
                            "it was added: no seal names this attempt"));
        }
    }

    private String some(String place) {
        try {
            return String.join(
                    ", ",
                    source.items(place).stream()
                            .limit(NAMED)
                            .map(item -> EvidenceNames.printable(item.name()))
                            .toList());
        } catch (IOException e) {
            return "";
        }
    }
}
