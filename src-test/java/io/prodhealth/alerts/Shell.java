package io.prodhealth.alerts;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell, which reads commands here and runs none. */
final class Shell {

    private Shell() {}

    /** What {@code sh} says against a script; empty where it reads it. */
    static String error(String script) {
        try {
            Process shell =
                    new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
            try (OutputStream in = shell.getOutputStream()) {
                in.write(script.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = shell.waitFor();
            return code == 0 ? "" : said.isEmpty() ? "code " + code : said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
