package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({"15s,PT15S", "1m30s,PT1M30S", "100ms,PT0.1S", "1h,PT1H", "2d1ms,PT48H0.001S", "0s,PT0S", "90s,PT1M30S"})
    void durations_are_read_as_go_and_prometheus_write_them(String text, Duration duration) {
        assertThat(Quantities.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 15s", "15 s", "-15s", "1.5s", "15S", "30s1m", "15sec", "PT15S", "99999999999999s"})
    void what_is_no_duration_is_refused(String text) {
        assertThatThrownBy(() -> Quantities.duration(text)).hasMessage("is not a duration");
    }

    @Property
    void a_printed_duration_is_read_back(@ForAll @LongRange(min = 0, max = 1L << 45) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Quantities.duration(Quantities.print(duration))).isEqualTo(duration);
    }

    @Property
    void a_printed_size_is_read_back(@ForAll @LongRange(min = 0, max = 999_999_999L) long bytes) {
        assertThat(Quantities.bytes(Quantities.print(bytes))).isEqualTo(bytes);
        assertThat(Quantities.bytes(Quantities.print(bytes << 20))).isEqualTo(bytes << 20);
    }

    @Test
    void a_number_without_its_unit_is_said() {
        assertThatThrownBy(() -> Quantities.duration("15")).hasMessage("has no unit");
        assertThatThrownBy(() -> Quantities.bytes("16")).hasMessage("has no unit");
        assertThatThrownBy(() -> Quantities.bytes("16MB")).hasMessage("is not a size");
    }

    @Test
    void the_ends_of_a_range_are_allowed() {
        var type = ValueType.integer(50, 5000);

        assertThat(List.of(type.parse("50"), type.parse("5000"))).containsExactly(50, 5000);
        assertThatThrownBy(() -> type.parse("49")).hasMessage("is out of range");
        assertThatThrownBy(() -> type.parse("5001")).hasMessage("is out of range");
        assertThatThrownBy(() -> type.parse("4294967346")).hasMessage("is out of range");
        assertThatThrownBy(() -> ValueType.ratio().parse("0")).hasMessage("is out of range");
        assertThatThrownBy(() -> ValueType.ratio().parse("1")).hasMessage("is out of range");
        assertThatThrownBy(() -> ValueType.ratio().parse(".")).hasMessage("is not a ratio");
    }

    @ParameterizedTest
    @CsvSource({":9477,'',9477", "0.0.0.0:0,0.0.0.0,0", "[::1]:65535,::1,65535", "localhost:80,localhost,80"})
    void addresses_are_read_as_go_writes_them(String text, String host, int port) {
        assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, port));
        assertThat(ListenAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "9477", "::1:80", "[::1]", "a b:80", ":65536", ":-1", ":x", "[x]:1", "[]:1", "http://a:1"})
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "!app",
                "app=web",
                "app==web",
                "app!=web",
                "app=",
                "app.kubernetes.io/name = web, tier",
                "tier in (web, api),env notin (dev)",
                "tier in (web,)"
            })
    void selectors_that_kubernetes_reads_are_allowed(String selector) {
        assertThat(ValueType.labelSelector().parse(selector)).isEqualTo(selector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "app,",
                "=web",
                "app=we b",
                "app in web",
                "app in (web",
                "in (web)",
                "-app",
                "app=web-",
                "a/b/c",
                "Example.com/a",
                "app>=1",
                "app=a=b"
            })
    void selectors_that_kubernetes_refuses_are_refused(String selector) {
        assertThatThrownBy(() -> ValueType.labelSelector().parse(selector)).hasMessage("is not a label selector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://prometheus:9090", "https://[::1]:9090/prometheus/"})
    void web_addresses_are_allowed(String url) {
        assertThat(ValueType.httpUrl().parse(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prometheus:9090",
                "file:///etc/passwd",
                "http://",
                "http:///x",
                "http://a:99999",
                "http://u:p@a",
                "http://a?b",
                "http://a#b",
                "http://a b"
            })
    void other_addresses_are_refused(String url) {
        assertThatThrownBy(() -> ValueType.httpUrl().parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_nearest_word_is_one_edit_or_few_away() {
        var words = List.of("page_size", "parallel_lists", "context");

        assertThat(Nearest.to("page_sze", words)).isEqualTo("page_size");
        assertThat(Nearest.to("pagesizes", words)).isEqualTo("page_size");
        assertThat(Nearest.to("zzz", words)).isEmpty();
        assertThat(Nearest.to("x".repeat(1_000_000), words)).isEmpty();
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    }
}
