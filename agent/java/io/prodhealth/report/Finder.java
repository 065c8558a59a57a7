package io.prodhealth.report;

import io.prodhealth.practice.Status;

/** The search of the status page. It is of no use without script, so it is the script that shows it. */
final class Finder {

    private Finder() {}

    static void write(Html html) {
        html.open("form", "id", "find", "role", "search", "aria-label", "This page", "hidden", "");
        html.open("label", "for", "search").text("Search").close();
        html.empty(
                "input",
                "id",
                "search",
                "type",
                "search",
                "autocomplete",
                "off",
                "spellcheck",
                "false",
                "maxlength",
                "200",
                "placeholder",
                "API, queue, practice …",
                "aria-keyshortcuts",
                "/",
                "aria-describedby",
                "hits");
        html.open("label", "for", "show").text("Show").close();
        html.open("select", "id", "show");
        html.element("option", "all", "value", "").element("option", "what needs attention", "value", Found.ATTENTION);
        html.close();
        html.open("label", "for", "verdict").text("Practices").close();
        html.open("select", "id", "verdict");
        html.element("option", "all", "value", "");
        for (Status status : Status.values()) {
            html.element("option", PracticeHtml.word(status), "value", status.word());
        }
        html.close();
        html.element("button", "Clear", "type", "button", "id", "clear", "hidden", "");
        html.close();
        html.element("p", "", "id", "hits", "role", "status");
    }
}
