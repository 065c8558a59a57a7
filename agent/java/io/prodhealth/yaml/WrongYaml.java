package io.prodhealth.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A text that is no YAML, or more of YAML than is read. Its message may follow the place. */
public final class WrongYaml extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * At a place.
     *
     * @param line counted from 1; 0 where the parser does not know it
     * @param column counted from 1; 0 where the parser does not know it
     */
    WrongYaml(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** Where an event begins. */
    public static WrongYaml at(Event event, String message) {
        return at(event.getStartMark(), message);
    }

    static WrongYaml at(Optional<Mark> mark, String message) {
        return new WrongYaml(line(mark), column(mark), message);
    }

    /** The line of an event, counted from 1. */
    public static int line(Event event) {
        return line(event.getStartMark());
    }

    /** The column of an event, counted from 1. */
    public static int column(Event event) {
        return column(event.getStartMark());
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    private static int column(Optional<Mark> mark) {
        return mark.map(Mark::getColumn).orElse(0) + 1;
    }

    /** Counted from 1; 0 where it is not known. */
    public int line() {
        return line;
    }

    /** Counted from 1; 0 where it is not known. */
    public int column() {
        return column;
    }
}
