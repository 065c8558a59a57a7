package io.prodhealth.report;

import io.prodhealth.access.Access;
import io.prodhealth.access.PolicyStatements;
import io.prodhealth.access.RoleManifest;

/** What would grant what is missing, ready to be applied. */
public final class MissingAccess {

    /** Not that of a role that is there, which it would replace. */
    private static final String NAME = "prodhealth-missing";

    private MissingAccess() {}

    /** Roles and bindings of Kubernetes, as YAML; only a comment when nothing is missing there. */
    public static String manifest(Access access) {
        return RoleManifest.write(access.missingRights(), NAME, access.home());
    }

    /** A policy of IAM, as JSON; without a statement when nothing is missing there. */
    public static String policy(Access access) {
        return PolicyStatements.write(access.missingActions());
    }
}
