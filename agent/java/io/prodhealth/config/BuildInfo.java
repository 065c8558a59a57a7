package io.prodhealth.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What this program was built from; a part that the build did not say is {@code unknown}.
 *
 * @param version of the release
 * @param revision the commit
 * @param date of the sources, the same for every build of a release, so that builds can be compared byte by byte
 * @param javaVersion of the Java that runs it
 */
public record BuildInfo(String version, String revision, String date, String javaVersion) {
    private static final String UNKNOWN = "unknown";

    /** Never fails: no agent should stop because it does not know its own version. */
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException | IllegalArgumentException e) {
            properties.clear();
        }
        return new BuildInfo(
                properties.getProperty("version", UNKNOWN),
                properties.getProperty("revision", UNKNOWN),
                properties.getProperty("date", UNKNOWN),
                Runtime.version().toString());
    }
}
