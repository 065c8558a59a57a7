package io.prodhealth.dashboards;

import java.util.List;

/**
 * A column of a table.
 *
 * @param field a label, or the legend of the question whose value it shows
 * @param name its heading
 * @param width pixels; 0 for what is left
 * @param steps colours of the cell by its value; empty for none
 * @param link where a click leads; empty for nowhere
 */
record Column(String field, String name, Unit unit, int width, List<Step> steps, List<Word> words, String link) {

    /** A label. */
    static Column label(String label, String name) {
        return new Column(label, name, Unit.NONE, 0, List.of(), List.of(), "");
    }

    /** The value of the question with this legend. */
    static Column value(String name, Unit unit) {
        return new Column(name, name, unit, 0, List.of(), List.of(), "");
    }

    Column wide(int pixels) {
        return new Column(field, name, unit, pixels, steps, words, link);
    }

    Column coloured(List<Step> by) {
        return new Column(field, name, unit, width, by, words, link);
    }

    Column said(List<Word> as) {
        return new Column(field, name, unit, width, steps, as, link);
    }

    Column leadsTo(String url) {
        return new Column(field, name, unit, width, steps, words, url);
    }
}
