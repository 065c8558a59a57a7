package io.prodhealth.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.prodhealth.containers.Engine;
import io.prodhealth.containers.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The Chromium of this machine, and whether there is one. */
public final class Chromium implements ExecutionCondition {

    /** As root there is no sandbox; the rest keeps it from asking the world for anything. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** What a machine takes at most that does other things too. */
    static final int PATIENCE_MILLIS = 20_000;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Engine.decide(whyNot(Images.found("CHROMIUM")), System.getenv("CI"));
    }

    /** Why no page can be looked at; empty when one can. */
    static Optional<String> whyNot(Optional<String> found) {
        if (found.isEmpty()) {
            return Optional.of("no Chromium is known, run `sh src-test/containers/setup.sh`");
        }
        return found.filter(file -> !Files.isExecutable(Path.of(file)))
                .map(file -> file + " cannot be run, run `sh src-test/containers/setup.sh` again");
    }

    /** A driver that never fetches a browser of its own. */
    static Playwright driver() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static Browser launch(Playwright driver) {
        return driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(Images.found("CHROMIUM").orElseThrow()))
                        .setArgs(ARGUMENTS));
    }
}
