package io.prodhealth.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        return withFile(values, file -> template(release).withValuesFile(file).call());
    }

    /** What Helm says after an installation, and before it the objects. */
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

    private static TemplateCommand template(String release) {
        return new Helm(FOLDER)
                .template()
                .withName(release)
                .withNamespace("prodhealth")
                .withKubeVersion(KUBERNETES);
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
