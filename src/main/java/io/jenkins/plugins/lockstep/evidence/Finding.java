package io.jenkins.plugins.lockstep.evidence;

/**
 * Something that does not verify.
 *
 * @param check name of the check that found it: {@code signature}, {@code chain} …
 * @param sequence of the ledger's entry at fault; 0 if none is
 * @param entry {@code m1/lint/2}: milestone, phase and attempt of that entry, or {@code run r1};
 *     empty if there is none or it can't be read
 * @param file of the evidence; empty if none is at fault
 * @param message one sentence for a person
 */
public record Finding(String check, long sequence, String entry, String file, String message) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (sequence > 0) {
            text.append("entry ").append(sequence);
            text.append(entry.isEmpty() ? ": " : " (" + entry + "): ");
        } else if (!entry.isEmpty()) {
            text.append(entry).append(": ");
        }
        if (!file.isEmpty()) {
            text.append(file).append(": ");
        }
        return text.append(message).append(" [").append(check).append(']').toString();
    }
}
