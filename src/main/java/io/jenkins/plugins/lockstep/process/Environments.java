package io.jenkins.plugins.lockstep.process;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Environments for the processes that we start. */
public final class Environments {
    private static final Set<String> KEPT =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "SHELL",
                    "LANG",
                    "LANGUAGE",
                    "TZ",
                    "TMPDIR",
                    "JAVA_HOME",
                    "MAVEN_HOME",
                    "M2_HOME",
                    "GRADLE_HOME",
                    "GRADLE_USER_HOME",
                    "NVM_DIR",
                    "PYENV_ROOT",
                    "VIRTUAL_ENV",
                    "GOPATH",
                    "GOROOT",
                    "CARGO_HOME",
                    "RUSTUP_HOME",
                    "XDG_CACHE_HOME",
                    "XDG_CONFIG_HOME",
                    "XDG_DATA_HOME",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "NODE_EXTRA_CA_CERTS",
                    "REQUESTS_CA_BUNDLE");
    private static final Set<String> PROXIES =
            Set.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY");

    private Environments() {}

    /**
     * Of our own environment, what tools need to find their files and the network: search path,
     * home, locale, time zone, temporary directory, homes of tool chains, certificates, and proxies
     * that hold no password. Nothing secret; a variable that is not known here is left out.
     */
    public static Map<String, String> minimal() {
        return minimal(System.getenv());
    }

    static Map<String, String> minimal(Map<String, String> from) {
        Map<String, String> kept = new TreeMap<>();
        from.forEach(
                (name, value) -> {
                    boolean proxy = PROXIES.contains(name.toUpperCase(java.util.Locale.ROOT));
                    if (KEPT.contains(name)
                            || name.startsWith("LC_")
                            || proxy && value.indexOf('@') < 0) {
                        kept.put(name, value);
                    }
                });
        return kept;
    }
}
