package io.prodhealth.dashboards;

/** Which Grafana a dashboard is written for. */
enum Flavour {
    /** Today's. */
    MODERN("grafana", 42),
    /** The 8.0.4 that Cortex ships: it knows data sources by name, and fewer options. */
    GRAFANA_8("grafana-8", 30);

    private final String folder;
    private final int schemaVersion;

    Flavour(String folder, int schemaVersion) {
        this.folder = folder;
        this.schemaVersion = schemaVersion;
    }

    /** Below dashboards/. */
    String folder() {
        return folder;
    }

    int schemaVersion() {
        return schemaVersion;
    }

    boolean modern() {
        return this == MODERN;
    }

    /** The data source that is chosen at the top of the dashboard. */
    Object datasource() {
        return modern() ? Fields.of("type", "prometheus", "uid", "${datasource}") : "$datasource";
    }
}
