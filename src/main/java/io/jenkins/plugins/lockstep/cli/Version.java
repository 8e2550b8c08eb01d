package io.jenkins.plugins.lockstep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar, as Maven put it there. */
public final class Version implements IVersionProvider {
    private static final String PROPERTIES =
            "/META-INF/maven/io.jenkins.plugins/lockstep/pom.properties";

    /** {@code development} outside of a jar. */
    public static String current() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream(PROPERTIES)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "development");
        }
    }

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "lockstep " + current(), "Java " + Runtime.version(), System.getProperty("os.name")
        };
    }
}
