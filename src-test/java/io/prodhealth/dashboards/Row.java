package io.prodhealth.dashboards;

import java.util.List;

/** Panels under a heading, from left to right and then downwards; those of one line are equally high. */
record Row(String title, List<Panel> panels) {

    static Row of(String title, Panel... panels) {
        return new Row(title, List.of(panels));
    }
}
