package io.prodhealth;

import io.prodhealth.config.Config;
import io.prodhealth.source.HttpAccess;

/** How a server is reached, from the configuration. */
final class Reached {

    private Reached() {}

    /** @param section of the settings, for words about them */
    static HttpAccess by(String section, Config.Access access) {
        return new HttpAccess(
                section,
                access.username(),
                access.passwordFile(),
                access.bearerTokenFile(),
                access.caFile(),
                access.insecureSkipVerify());
    }
}
