package io.prodhealth.config;

import java.util.List;

/**
 * How a reload went.
 *
 * @param errors why the old configuration stays; empty after a success
 * @param needRestart paths of settings that changed and take effect at the next start only
 * @param hash of the configuration that is now in force
 */
public record ReloadResult(List<ConfigError> errors, List<String> needRestart, String hash) {
    public ReloadResult {
        errors = List.copyOf(errors);
        needRestart = List.copyOf(needRestart);
    }

    public boolean successful() {
        return errors.isEmpty();
    }
}
