package io.prodhealth.cli;

import io.prodhealth.config.BuildInfo;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** {@code prodhealth version} */
final class VersionCommand {
    private VersionCommand() {}

    static CommandSpec spec() {
        return Flags.command("version", "Print what this program was built from.");
    }

    static ExitCode run(PrintWriter out) {
        BuildInfo build = BuildInfo.read();
        out.println("prodhealth " + build.version());
        out.println("  revision: " + build.revision());
        out.println("  date:     " + build.date());
        out.println("  java:     " + build.javaVersion());
        return ExitCode.OK;
    }
}
