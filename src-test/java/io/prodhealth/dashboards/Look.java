package io.prodhealth.dashboards;

import java.util.List;

/** How a panel shows what it was answered: the kinds that both Grafanas have. */
sealed interface Look {

    /** Whether it asks for now, rather than for all of the time that is shown. */
    default boolean now() {
        return true;
    }

    /** One large number, or a word for it. */
    record Stat(List<Step> steps, List<Word> words, String nothing) implements Look {}

    /** Bars, the worst first as the expression sorts them. */
    record Bars(List<Step> steps, double max) implements Look {}

    /** A dial from 0 to all. */
    record Dial(List<Step> steps) implements Look {}

    /** Lines over time. */
    record Lines(boolean stacked) implements Look {
        @Override
        public boolean now() {
            return false;
        }
    }

    /** States over time, a line each. */
    record States(List<Word> words) implements Look {
        @Override
        public boolean now() {
            return false;
        }
    }

    /** Rows, of which none is left out: sorted, never cut. */
    record Table(List<Column> columns, String sortBy, boolean descending) implements Look {}

    /** Words. */
    record Text(String markdown) implements Look {}
}
