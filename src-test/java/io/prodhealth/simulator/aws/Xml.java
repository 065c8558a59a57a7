package io.prodhealth.simulator.aws;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An answer of the query protocol as it grows. */
final class Xml {
    private final StringBuilder text = new StringBuilder(4096);

    Xml open(String name) {
        text.append('<').append(name).append('>');
        return this;
    }

    Xml open(String name, String namespace) {
        text.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
        return this;
    }

    Xml close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    Xml value(String name, Object value) {
        open(name);
        escape(value.toString());
        return close(name);
    }

    /** AWS tells times to the second or with milliseconds. */
    Xml time(String name, Instant at) {
        return value(name, at.truncatedTo(ChronoUnit.MILLIS));
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
