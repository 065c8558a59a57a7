package io.prodhealth.source.recording;

import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/** What is wrong with the line at which a file stands. */
final class Complaints {

    private final Path file;
    private final Lines lines;
    private final Consumer<Complaint> hearer;

    Complaints(Path file, Lines lines, Consumer<Complaint> hearer) {
        this.file = file;
        this.lines = lines;
        this.hearer = hearer;
    }

    void tooLong() {
        because("is longer than " + (Lines.LONGEST >> 20) + " MiB");
    }

    /** A last line that is only begun is what is left when a recorder is killed. */
    void of(JacksonException broken) {
        if (lines.cut()) {
            hearer.accept(new Complaint(where(), "is cut short: the recording ends here", false));
            return;
        }
        because("is not JSON: " + String.valueOf(broken.getOriginalMessage()).replaceFirst("(?s)\n.*", ""));
    }

    void because(String what) {
        hearer.accept(new Complaint(where(), what, true));
    }

    private String where() {
        return file + ":" + lines.number();
    }
}
