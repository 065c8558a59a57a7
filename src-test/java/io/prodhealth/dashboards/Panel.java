package io.prodhealth.dashboards;

import java.util.ArrayList;
import java.util.List;

/**
 * A panel.
 *
 * @param width of 24 columns
 * @param link where its title leads; empty for nowhere
 * @param emptyInHealth whether it has something to show in an incident only
 */
record Panel(
        String title,
        String description,
        int width,
        int height,
        Unit unit,
        Look look,
        List<Target> targets,
        String link,
        boolean emptyInHealth) {

    private static Panel of(String title, Unit unit, Look look, int width, int height, String description) {
        return new Panel(title, description, width, height, unit, look, List.of(), "", false);
    }

    static Panel stat(String title, Unit unit, List<Step> steps, String description) {
        return of(title, unit, new Look.Stat(steps, List.of(), "unknown"), 3, 4, description);
    }

    /** A stat that is a word. */
    static Panel word(String title, List<Word> words, String description) {
        return of(title, Unit.NONE, new Look.Stat(Step.PLAIN, words, "unknown"), 3, 4, description);
    }

    static Panel bars(String title, Unit unit, List<Step> steps, double max, String description) {
        return of(title, unit, new Look.Bars(steps, max), 8, 8, description);
    }

    static Panel dial(String title, List<Step> steps, String description) {
        return of(title, Unit.RATIO, new Look.Dial(steps), 8, 8, description);
    }

    static Panel lines(String title, Unit unit, String description) {
        return of(title, unit, new Look.Lines(false), 8, 8, description);
    }

    static Panel stacked(String title, Unit unit, String description) {
        return of(title, unit, new Look.Lines(true), 8, 8, description);
    }

    static Panel states(String title, List<Word> words, String description) {
        return of(title, Unit.NONE, new Look.States(words), 24, 8, description);
    }

    /** Sorted by the column of this name, the greatest first. */
    static Panel table(String title, String sortBy, String description, Column... columns) {
        return of(title, Unit.NONE, new Look.Table(List.of(columns), sortBy, true), 24, 9, description);
    }

    static Panel text(String title, String markdown, String description) {
        return of(title, Unit.NONE, new Look.Text(markdown), 8, 8, description);
    }

    Panel size(int columns, int lines) {
        return new Panel(title, description, columns, lines, unit, look, targets, link, emptyInHealth);
    }

    Panel ask(String legend, String expr) {
        return with(new Target(expr, legend, false));
    }

    /** What the others are compared with, as the agent or the cluster says. */
    Panel limit(String legend, String expr) {
        return with(new Target(expr, legend, true));
    }

    /** The least first. */
    Panel ascending() {
        Look.Table table = (Look.Table) look;
        Look turned = new Look.Table(table.columns(), table.sortBy(), false);
        return new Panel(title, description, width, height, unit, turned, targets, link, emptyInHealth);
    }

    /** What a stat says where there is no answer. */
    Panel orElse(String nothing) {
        Look.Stat stat = (Look.Stat) look;
        Look said = new Look.Stat(stat.steps(), stat.words(), nothing);
        return new Panel(title, description, width, height, unit, said, targets, link, emptyInHealth);
    }

    Panel leadsTo(String url) {
        return new Panel(title, description, width, height, unit, look, targets, url, emptyInHealth);
    }

    Panel whenThereIsTrouble() {
        return new Panel(title, description, width, height, unit, look, targets, link, true);
    }

    private Panel with(Target target) {
        List<Target> more = new ArrayList<>(targets);
        more.add(target);
        return new Panel(title, description, width, height, unit, look, List.copyOf(more), link, emptyInHealth);
    }
}
