package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Api;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnchorsTest {

    @Test
    void two_APIs_of_one_name_have_an_address_each_and_the_first_has_the_name() {
        Api realtime = api("RealtimeAPI", "iris");
        Api async = api("AsyncAPI", "iris");
        Anchors anchors = Anchors.of(List.of(realtime, async));

        assertThat(Anchors.id(realtime)).isEqualTo("api=default/RealtimeAPI/iris");
        assertThat(Anchors.id(async)).isEqualTo("api=default/AsyncAPI/iris");
        assertThat(written(anchors, realtime)).contains("id=\"api=iris\"");
        assertThat(written(anchors, async)).doesNotContain("id=");
    }

    @Test
    void a_name_that_looks_like_the_whole_of_another_takes_nothing_from_it() {
        Api iris = api("RealtimeAPI", "iris");
        Api like = api("RealtimeAPI", "default/RealtimeAPI/iris");
        Anchors anchors = Anchors.of(List.of(like, iris));

        assertThat(written(anchors, like)).doesNotContain("id=");
    }

    @Property
    void an_address_is_the_id_once_it_is_decoded(@ForAll String name) {
        String href = Anchors.href("api=" + name);

        assertThat(href).startsWith("#api=").doesNotContain(" ", "\"", "<", ">", "+");
        // What is no character at all cannot be in an address.
        String characters = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(URLDecoder.decode(href.substring(1), StandardCharsets.UTF_8)).isEqualTo("api=" + characters);
    }

    private static Api api(String kind, String name) {
        return SampleApi.of(kind, name, 1).readiness().api();
    }

    private static String written(Anchors anchors, Api api) {
        Html html = new Html();
        anchors.write(html, api);
        return new String(html.bytes(), StandardCharsets.UTF_8);
    }
}
