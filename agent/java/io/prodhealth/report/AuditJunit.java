package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An audit as the XML of JUnit, which every CI shows: a suite a section, a case a practice. */
public final class AuditJunit {

    private AuditJunit() {}

    /** {@code report} as XML. Unknown is an error, not applicable and waived are skipped. */
    public static String write(AuditReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "prodhealth audit");
            for (Section section : Section.values()) {
                suite(section, report, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text takes whatever is written", e);
        }
        return text.append('\n').toString();
    }

    private static void suite(Section section, AuditReport report, XMLStreamWriter xml) throws XMLStreamException {
        List<Verdict> verdicts = report.verdicts().stream()
                .filter(verdict -> verdict.rule().section() == section)
                .toList();
        if (verdicts.isEmpty()) {
            return;
        }
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", section.heading());
        xml.writeAttribute("timestamp", report.takenAt().toString());
        xml.writeAttribute("tests", count(verdicts, Status.values()));
        xml.writeAttribute("failures", count(verdicts, Status.FAIL, Status.WARN));
        xml.writeAttribute("errors", count(verdicts, Status.UNKNOWN));
        xml.writeAttribute("skipped", count(verdicts, Status.NOT_APPLICABLE, Status.WAIVED));
        for (Verdict verdict : verdicts) {
            one(report, verdict, xml);
        }
        xml.writeEndElement();
    }

    private static String count(List<Verdict> verdicts, Status... statuses) {
        List<Status> wanted = List.of(statuses);
        return Long.toString(verdicts.stream()
                .filter(verdict -> wanted.contains(verdict.status()))
                .count());
    }

    private static void one(AuditReport report, Verdict verdict, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "prodhealth." + verdict.rule().section().word());
        xml.writeAttribute("name", verdict.rule().id());
        xml.writeAttribute("time", "0");
        switch (verdict.status()) {
            case FAIL, WARN -> element(xml, "failure", verdict.status().word(), findings(report, verdict));
            case UNKNOWN -> element(xml, "error", "unknown", clean(verdict.reason()));
            case NOT_APPLICABLE, WAIVED -> element(xml, "skipped", clean(verdict.reason()), "");
            case PASS -> {}
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeAttribute("message", message);
        if (!text.isEmpty()) {
            xml.writeCharacters(text);
        }
        xml.writeEndElement();
    }

    private static String findings(AuditReport report, Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> sentence(report, finding))
                .collect(Collectors.joining("\n"));
    }

    private static String sentence(AuditReport report, Finding finding) {
        String place = report.place(finding).map(at -> at + ": ").orElse("");
        return clean(place + finding.subject() + ": " + finding.observed() + "; expected: " + finding.expected() + ". "
                + finding.remedy());
    }

    /** XML has no way to write most control characters, nor half a pair. */
    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(point -> allowed(point) ? point : 0xFFFD).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean allowed(int point) {
        return point == '\n'
                || point == '\t'
                || (point >= 0x20 && point < 0xD800)
                || (point > 0xDFFF && point < 0xFFFE)
                || point > 0xFFFF;
    }
}
