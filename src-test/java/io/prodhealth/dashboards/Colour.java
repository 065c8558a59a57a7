package io.prodhealth.dashboards;

import java.util.Locale;

/** Colours by the names that both Grafanas have. */
enum Colour {
    GREEN,
    BLUE,
    YELLOW,
    ORANGE,
    RED,
    PURPLE,
    GRAY;

    String id() {
        // "gray" alone is no colour of the palette.
        return this == GRAY ? "#808080" : name().toLowerCase(Locale.ROOT);
    }
}
