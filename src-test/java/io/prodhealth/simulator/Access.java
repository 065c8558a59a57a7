package io.prodhealth.simulator;

import java.util.Optional;

/** Whether the caller may do something: the roles it was given, less what a fault denies. */
record Access(Optional<Roles> roles, Faults faults) {

    /** @param selectedName metadata.name of the field selector, empty for none */
    boolean allows(ApiRequest request, String selectedName) {
        return !faults.denies(request)
                && roles.map(r -> r.allows(request, selectedName)).orElse(true);
    }
}
