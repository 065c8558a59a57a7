package io.prodhealth.dashboards;

/** What a number is of, by the name that Grafana has for it. */
enum Unit {
    /** A count. */
    COUNT("short"),
    /** 0 to 1, shown as per cent. */
    RATIO("percentunit"),
    SECONDS("s"),
    /** Seconds as days, hours, minutes. */
    DURATION("dtdurations"),
    BYTES("bytes"),
    REQUESTS_PER_SECOND("reqps"),
    PER_SECOND("cps"),
    USD("currencyUSD"),
    /** Milliseconds of Unix time, as how long ago or until. */
    FROM_NOW("dateTimeFromNow"),
    /** Words, or a number that stands for one. */
    NONE("none");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
