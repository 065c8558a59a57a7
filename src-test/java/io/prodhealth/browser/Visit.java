package io.prodhealth.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A page that somebody looks at, and what the browser has to say against it. */
final class Visit implements AutoCloseable {

    /** Its violations that keep somebody from reading, in words; moderate ones are matters of taste. */
    private static final String SERIOUS = """
        () => axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations
            .filter(one => one.impact === 'serious' || one.impact === 'critical')
            .map(one => one.id + ': ' + one.help + ' ' + one.nodes.map(node => node.html).join(' ').slice(0, 600)))
        """;

    private static final String AXE = axe();

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Visit(Browser browser, Browser.NewContextOptions options) {
        context = browser.newContext(options);
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        page = context.newPage();
        // What the Content-Security-Policy refuses is told as an error too.
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    /** Before anything is asked for, for instance to answer for the agent. */
    Visit prepare(Consumer<Page> preparation) {
        preparation.accept(page);
        return this;
    }

    Visit open(String url) {
        page.navigate(url);
        return this;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** Of the element with that id, whatever characters are in it. */
    Locator byId(String id) {
        return page.locator("[id=\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]");
    }

    /** Errors and warnings of the console, and exceptions that nobody caught. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What axe-core calls serious or critical. */
    List<String> faults() {
        page.evaluate(AXE);
        return page.evaluate(SERIOUS) instanceof List<?> found
                ? found.stream().map(Object::toString).toList()
                : List.of("axe-core gave no answer");
    }

    /** By how many pixels the page is wider than its window. */
    int overflow() {
        Object pixels = page.evaluate(
                "() => Math.ceil(document.documentElement.scrollWidth - document.documentElement.clientWidth)");
        return ((Number) pixels).intValue();
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(Visit.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
