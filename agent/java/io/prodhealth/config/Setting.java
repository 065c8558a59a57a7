package io.prodhealth.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One thing the operator can set.
 *
 * @param path section and key as in the file: {@code kubernetes.page_size}
 * @param defaultText the default, as the operator would write it
 * @param meaning what it does, one sentence
 * @param reason why the default is what it is, or where it comes from
 * @param reloadable takes effect on reload; the others at the next start
 * @param of reads the value back from a configuration
 */
public record Setting<T>(
        String path,
        ValueType<T> type,
        String defaultText,
        String meaning,
        String reason,
        boolean reloadable,
        Function<Config, T> of) {

    public String section() {
        return path.substring(0, path.indexOf('.'));
    }

    public String key() {
        return path.substring(path.indexOf('.') + 1);
    }

    /** {@code --kubernetes.page-size} */
    public String flag() {
        return "--" + path.replace('_', '-');
    }

    /** {@code PRODHEALTH_KUBERNETES_PAGE_SIZE} */
    public String variable() {
        return "PRODHEALTH_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** For the help: {@code <duration>} */
    public String placeholder() {
        return type.placeholder();
    }

    /** What is allowed, for people. */
    public String allowed() {
        return type.allowed();
    }

    /** The default, with its reason where the type has one. */
    public T defaultValue() {
        return type.withReason(type.parse(defaultText), reason);
    }

    String print(Config config) {
        return type.print(of.apply(config));
    }
}
