package io.jenkins.plugins.lockstep.evidence;

/** Every line is signed by the one key. */
final class SignatureCheck implements Check {
    private final VerifyingKey key;

    SignatureCheck(VerifyingKey key) {
        this.key = key;
    }

    @Override
    public String name() {
        return "signature";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (seal.keyIds().isEmpty() && !seal.malformed().isEmpty() || seal.signed()) {
            return;
        }
        boolean other = !seal.keyIds().isEmpty() && !seal.keyIds().equals(key.keyId());
        findings.add(
                this,
                seal,
                other
                        ? "it is sealed by another key ("
                                + seal.keyIds()
                                + "), not by "
                                + key.keyId()
                        : "its signature does not fit: changed after it was sealed");
    }
}
