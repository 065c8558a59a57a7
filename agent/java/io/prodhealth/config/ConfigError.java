package io.prodhealth.config;

/**
 * One thing wrong with the configuration.
 *
 * @param place {@code prodhealth.yaml:12:5}, the name of a variable, or a flag
 * @param message what is wrong, without a full stop
 * @param allowed what would be right; empty where the message says it
 * @param nearest the valid word nearest to the one given; empty where none is near
 */
public record ConfigError(String place, String message, String allowed, String nearest) {

    /** One line: {@code prodhealth.yaml:12:5: kubernetes.page_sze: unknown key. Did you mean page_size?} */
    public String render() {
        return place + ": " + message + "."
                + (allowed.isEmpty() ? "" : " Allowed: " + allowed + ".")
                + (nearest.isEmpty() ? "" : " Did you mean " + nearest + "?");
    }
}
