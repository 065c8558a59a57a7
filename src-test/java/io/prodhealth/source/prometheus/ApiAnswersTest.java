package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiAnswersTest {

    private static final JsonMapper JSON = new JsonMapper();

    record Series(String file, String service, String sort, String quantile, String value) {
        ObjectNode json() {
            ObjectNode series = JSON.createObjectNode();
            series.putObject("metric")
                    .put("destination_service", service)
                    .put("api_name", service)
                    .put("sort", sort)
                    .put("quantile", quantile);
            series.putArray("value").add(1).add(value);
            return series;
        }
    }

    private static ApiAnswers read(Series... series) {
        return read(List.of(series));
    }

    private static ApiAnswers read(List<Series> series) {
        return ApiAnswers.written(file -> {
            List<JsonNode> of = new ArrayList<>();
            series.stream().filter(one -> one.file.equals(file)).forEach(one -> of.add(one.json()));
            return of;
        });
    }

    private static Answers iris(ApiAnswers answers) {
        return Objects.requireNonNull(answers.realtime().get("iris"));
    }

    private static Series iris(String file, String value) {
        return new Series(file, "api-iris.default.svc.cluster.local", "", "", value);
    }

    @Test
    void of_totals_the_errors_are_known_and_which_were_refused_is_not() {
        Answers.Rates some = iris(read(iris("query_istio_rate", "10"), iris("query_istio_5xx_rate", "2")))
                .lately();
        Answers.Rates none = iris(read(iris("query_istio_rate", "10"), iris("query_istio_5xx_rate", "0")))
                .lately();

        assertThat(some)
                .isEqualTo(new Answers.Rates(OptionalDouble.of(8), OptionalDouble.of(2), OptionalDouble.empty()));
        assertThat(none.refused()).hasValue(0);
    }

    @Test
    void a_total_without_its_errors_tells_nothing() {
        assertThat(read(iris("query_istio_rate", "10")).realtime()).isEmpty();
    }

    @Test
    void a_name_that_begins_with_another_is_another_api() {
        ApiAnswers answers = read(
                iris("query_istio_answers_5m", "10"),
                new Series("query_istio_answers_5m", "api-iris-2.default.svc.cluster.local", "", "", "5"));

        assertThat(iris(answers).lately().served()).hasValue(10);
        assertThat(answers.realtime()).containsOnlyKeys("iris", "iris-2");
    }

    @Property
    void whatever_prometheus_says_no_rate_is_negative_and_none_is_nobodys(@ForAll("answers") List<Series> series) {
        ApiAnswers answers = read(series);

        for (Map<String, Answers> apis : List.of(answers.realtime(), answers.async())) {
            apis.forEach((api, one) -> {
                assertThat(api).isNotEmpty();
                assertThat(one.lately().all().orElse(0)).isNotNegative();
                assertThat(one.minute().all().orElse(0)).isNotNegative();
                assertThat(one.minute().refused().orElse(0))
                        .isLessThanOrEqualTo(one.minute().errors().orElse(Double.MAX_VALUE));
                assertThat(one.p99Seconds().orElse(0)).isNotNegative();
            });
        }
    }

    @Provide
    Arbitrary<List<Series>> answers() {
        Arbitrary<Series> series = Combinators.combine(
                        Arbitraries.of(
                                "query_istio_answers_5m",
                                "query_istio_answers_1m",
                                "query_istio_mean",
                                "query_istio_quantiles",
                                "query_istio_rate",
                                "query_istio_5xx_rate",
                                "query_async_answers_1m",
                                "query_async_mean"),
                        Arbitraries.of("api-iris.default.svc", "api-.x", "api-iris", "", "iris", "api-a.b", "\u0000"),
                        Arbitraries.of("", "error", "refused", "served", "other"),
                        Arbitraries.of("", "0.5", "0.99"),
                        Arbitraries.of("1", "0", "-3", "NaN", "+Inf", "many", "1e308", "2.5"))
                .as(Series::new);
        return series.list().ofMaxSize(30);
    }
}
