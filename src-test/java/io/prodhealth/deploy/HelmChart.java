package io.prodhealth.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The chart, linted and rendered by Helm itself. */
final class HelmChart {

    static final Path FOLDER = Path.of("deploy/helm/prodhealth");

    /** What Cortex 0.42 runs on. */
    private static final String KUBERNETES = "v1.22.17-eks-48e63af";

    private HelmChart() {}

    /** Every object, as YAML, of the release {@code prodhealth} in the namespace {@code prodhealth}. */
    static String render(String values) {
        return render("prodhealth", values);
    }

    /**
     * Every object of a release.
     *
     * @throws IllegalStateException with Helm's words when values are refused
     */
    static String render(String release, String values) {
        return render(FOLDER, release, values);
    }

    /**
     * The pod that {@code helm test} starts, among the objects. Helm renders it only to run it, so a copy of the chart has it
     * without the annotation that says so.
     *
     * @param folder an empty one
     */
    static String renderWithTest(Path folder, String values) throws IOException {
        Path chart = copy(folder);
        Path test = chart.resolve("templates/tests/check-access.yaml");
        Files.writeString(
                test, Files.readString(test).replaceAll("(?m)^ +annotations:\\n( +helm\\.sh/hook.*\\n)+", ""));
        return render(chart, "prodhealth", values);
    }

    /** The chart in another folder, to be changed. */
    static Path copy(Path folder) throws IOException {
        Path chart = folder.resolve("prodhealth");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, chart.resolve(FOLDER.relativize(file)));
            }
        }
        return chart;
    }

    /** What Helm says after an installation. */
    static String notes(String values) {
        String output = withFile(
                values,
                file -> new Helm(FOLDER)
                        .install()
                        .withName("prodhealth")
                        .withNamespace("prodhealth")
                        .withKubeVersion(KUBERNETES)
                        .clientOnly()
                        .dryRun()
                        .withValuesFile(file)
                        .call()
                        .getOutput());
        return output.substring(output.indexOf("\nNOTES:\n"));
    }

    /** {@code helm lint --strict} of a chart. */
    static LintResult lint(Path chart) {
        return new Helm(chart).lint().strict().call();
    }

    private static String render(Path chart, String release, String values) {
        return withFile(
                values,
                file -> new Helm(chart)
                        .template()
                        .withName(release)
                        .withNamespace("prodhealth")
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(file)
                        .call());
    }

    private interface Rendering {
        String of(Path values);
    }

    private static String withFile(String values, Rendering rendering) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return rendering.of(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
