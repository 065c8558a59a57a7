package io.prodhealth.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration is wrong; holds every error there is, in the order file, environment, flags. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;
    /** Errors printed: more than anyone reads, few enough for a terminal and a log. */
    private static final int SHOWN = 100;

    private final transient List<ConfigError> errors;

    public ConfigException(List<ConfigError> errors) {
        super(render(errors));
        this.errors = List.copyOf(errors);
    }

    public List<ConfigError> errors() {
        return errors;
    }

    private static String render(List<ConfigError> errors) {
        String lines = errors.stream().limit(SHOWN).map(ConfigError::render).collect(Collectors.joining("\n"));
        return errors.size() <= SHOWN ? lines : lines + "\n... and " + (errors.size() - SHOWN) + " more";
    }
}
