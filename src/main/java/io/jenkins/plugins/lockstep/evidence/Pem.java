package io.jenkins.plugins.lockstep.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of RFC 7468 text, as openssl writes it. */
final class Pem {
    /** More than any Ed25519 key takes, in characters. */
    static final int MAX_LENGTH = 4096;

    private static final Pattern BLOCK =
            Pattern.compile(
                    "\\s*-----BEGIN ([A-Z ]{1,40})-----\\s*([A-Za-z0-9+/=\\s]*+)-----END"
                            + " ([A-Z ]{1,40})-----\\s*");

    private Pem() {}

    static String encode(String label, byte[] der) {
        byte[] newline = {'\n'};
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, newline).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    static byte[] decode(String label, byte[] text) throws EvidenceFormatException {
        if (text.length > MAX_LENGTH) {
            throw new EvidenceFormatException(
                    "not a key: " + text.length + " bytes, at most " + MAX_LENGTH + " expected");
        }
        Matcher block = BLOCK.matcher(new String(text, StandardCharsets.US_ASCII));
        if (!block.matches() || !block.group(1).equals(block.group(3))) {
            throw new EvidenceFormatException("not one PEM block '" + label + "'");
        }
        if (!block.group(1).equals(label)) {
            throw new EvidenceFormatException(
                    "PEM block '" + block.group(1) + "' where '" + label + "' is expected");
        }
        try {
            return Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new EvidenceFormatException("PEM block '" + label + "' is not base64", e);
        }
    }
}
