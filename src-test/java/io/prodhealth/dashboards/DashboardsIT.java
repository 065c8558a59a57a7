package io.prodhealth.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.dashboards.Questions.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every panel and every choice of every dashboard is answered by a real Prometheus, in health or in the incident it is for. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardsIT {

    private static final Duration HEALTH = Duration.ofSeconds(60);
    private static final Duration INCIDENT = Duration.ofSeconds(75);

    /** Seconds after which it is told what was waited for. */
    private static final int SLOW = 10;

    private static final Path PREVIEWS = Path.of("target", "dashboards");

    private DashboardChain chain;
    private Instant begun;

    @BeforeAll
    void start() throws Exception {
        chain = new DashboardChain();
        begun = Instant.now();
    }

    @AfterAll
    void close() {
        chain.close();
    }

    @Test
    void every_panel_and_every_choice_is_answered() throws IOException {
        Map<String, Question> questions = new LinkedHashMap<>();
        Dashboards.ALL.stream().flatMap(DashboardsIT::questions).forEach(question -> {
            String expr = Questions.filled(question.expr(), Questions.values());
            // What is asked in several places, of which one shows it in health, must be there in health.
            questions.merge(expr, question, (one, other) -> one.emptyInHealth() ? other : one);
        });

        await(questions, HEALTH, false);
        chain.breakThings();
        await(questions, INCIDENT, true);
        previews();

        say(questions.size() + " questions are answered");
    }

    @Test
    void no_table_shows_a_label_that_it_has_no_column_for() {
        for (Dashboard dashboard : Dashboards.ALL) {
            dashboard.rows().stream().flatMap(row -> row.panels().stream()).forEach(panel -> {
                if (panel.look() instanceof Look.Table table) {
                    List<String> columns =
                            table.columns().stream().map(Column::field).toList();
                    panel.targets().stream()
                            .map(target -> Questions.filled(target.expr(), Questions.values()))
                            .flatMap(expr -> chain.prometheus().now(expr).stream())
                            .forEach(series -> assertThat(series.path("metric").propertyNames())
                                    .as(dashboard.uid() + ", " + panel.title())
                                    .isSubsetOf(columns));
                }
            });
        }
    }

    private static Stream<Question> questions(Dashboard dashboard) {
        Stream<Question> choices = Stream.concat(Stream.of(Variable.CLUSTER), dashboard.variables().stream())
                .map(variable -> new Question(
                        dashboard.uid() + ", choice of " + variable.name(),
                        Questions.ofVariable(variable),
                        true,
                        false));
        Stream<Question> annotations = Annotation.ALL.stream()
                .map(annotation -> new Question("annotation " + annotation.name(), annotation.expr(), false, false));
        return Stream.of(choices, Questions.ofPanels(dashboard).stream(), annotations)
                .flatMap(all -> all);
    }

    /** Until each that is due has been answered once. */
    private void await(Map<String, Question> questions, Duration longest, boolean incident) {
        Map<String, Question> open = new LinkedHashMap<>(questions);
        open.values().removeIf(question -> question.emptyInHealth() != incident);
        Instant since = Instant.now();
        try {
            new Awaited().until("all are answered", longest, () -> {
                open.entrySet().removeIf(asked -> {
                    boolean answered = answered(asked.getKey());
                    if (answered && Duration.between(since, Instant.now()).toSeconds() > SLOW) {
                        say("late: " + asked.getValue().where());
                    }
                    return answered;
                });
                return open.isEmpty();
            });
        } catch (AssertionError e) {
            List<String> unanswered = new ArrayList<>();
            open.forEach((expr, question) -> unanswered.add(question.where() + ": " + expr));
            assertThat(unanswered)
                    .as("without an answer " + (incident ? "in an incident" : "in health"))
                    .isEmpty();
        }
        say("all are answered after " + Duration.between(since, Instant.now()).toMillis() + " ms");
    }

    private boolean answered(String expr) {
        return chain.prometheus().now(expr).stream()
                .anyMatch(series -> !series.at("/value/1").asString().equals("NaN"));
    }

    /** Plain pictures of them, to be looked at. */
    private void previews() throws IOException {
        Files.createDirectories(PREVIEWS);
        for (Dashboard dashboard : Dashboards.ALL) {
            JsonNode json = new JsonMapper().readTree(DashboardJson.text(dashboard, Flavour.MODERN));
            Files.writeString(
                    PREVIEWS.resolve(dashboard.uid() + ".html"),
                    new DashboardPreview(chain.prometheus(), begun, Instant.now(), shown(dashboard)).html(json));
        }
    }

    /** One API where one is shown. */
    private static Map<String, String> shown(Dashboard dashboard) {
        Map<String, String> values = new LinkedHashMap<>(Questions.values());
        values.put("__rate_interval", "20s");
        if (dashboard.variables().contains(Variable.ONE_API)) {
            values.put("api_name", "flaky-ranker");
        }
        return values;
    }

    private static void say(String what) {
        System.getLogger("test").log(System.Logger.Level.INFO, what);
    }
}
