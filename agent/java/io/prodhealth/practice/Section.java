package io.prodhealth.practice;

import java.util.Locale;

/** The headings of the guide. */
public enum Section {
    INTRODUCTION("Production guide"),
    IMAGES("Use images from a colocated ECR"),
    UPGRADES("Handling Cortex updates/upgrades"),
    SECURITY("Securing your cluster"),
    PROVISIONING("Ensure node provisioning"),
    LARGE_CLUSTERS("Considerations for large clusters"),
    HEALTH("Container design"),
    PODS("Pods section"),
    COMPUTE("Compute section"),
    AUTOSCALING("Autoscaling");

    private final String heading;

    Section(String heading) {
        this.heading = heading;
    }

    /** The heading as the guide has it. */
    public String heading() {
        return heading;
    }

    /** The word of reports and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
