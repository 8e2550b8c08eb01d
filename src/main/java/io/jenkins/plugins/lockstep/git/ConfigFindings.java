package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings in a git configuration that run programs or lead git elsewhere. Git itself parses the
 * text, from standard input, without following includes.
 */
final class ConfigFindings {
    private static final int MAX_FINDINGS = 100;
    private static final int MAX_VALUE = 200;

    /** Keys as git lists them: section and name in lower case, the part between as written. */
    private static final Pattern SUSPECT =
            Pattern.compile(
                    "core\\.(hookspath|fsmonitor|sshcommand|gitproxy|askpass|editor|pager|worktree"
                            + "|attributesfile|excludesfile|alternaterefscommand"
                            + "|alternaterefsprefixes)"
                            + "|include\\.path|includeif\\..*\\.path"
                            + "|filter\\..*\\.(clean|smudge|process)"
                            + "|diff\\.external|diff\\..*\\.(command|textconv)"
                            + "|merge\\..*\\.driver|(merge|diff)tool\\..*\\.(cmd|path)"
                            + "|credential\\.(.*\\.)?helper"
                            + "|gpg\\.(.*\\.)?(program|defaultkeycommand)"
                            + "|pager\\..*|sequence\\.editor|interactive\\.difffilter"
                            + "|uploadpack\\.packobjectshook|trailer\\..*\\.(command|cmd)"
                            + "|submodule\\..*\\.update|url\\..*\\.(insteadof|pushinsteadof)"
                            + "|remote\\..*\\.(uploadpack|receivepack|proxy|vcs)"
                            + "|(browser|man)\\..*\\.(cmd|path)|web\\.browser"
                            + "|sendemail\\..*(cmd|smtpserver)|imap\\.tunnel"
                            + "|(http|https)\\.(.*\\.)?proxy|init\\.templatedir"
                            + "|extensions\\..*|protocol\\..*",
                    Pattern.DOTALL);

    private ConfigFindings() {}

    static List<String> of(Git git, byte[] content, String name)
            throws IOException, InterruptedException {
        List<String> entries;
        try {
            entries = git.names(content, "config", "--file", "-", "--no-includes", "-z", "--list");
        } catch (GitException e) {
            return List.of(name + " is no git configuration: " + e.stderr().strip());
        }
        List<String> findings = new ArrayList<>();
        for (String entry : entries) {
            int end = entry.indexOf('\n');
            String key = end < 0 ? entry : entry.substring(0, end);
            String value = end < 0 ? "" : entry.substring(end + 1);
            boolean shell = key.startsWith("alias.") && value.strip().startsWith("!");
            if ((shell || SUSPECT.matcher(key).matches()) && findings.size() < MAX_FINDINGS) {
                String shown = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
                findings.add(
                        "git configuration %s = '%s' in %s"
                                .formatted(key, shown.replaceAll("\\p{Cntrl}", " "), name));
            }
        }
        return findings;
    }
}
