package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashedTextTest {

    private final HashedText text = text("a key of thirty-two bytes or more");

    private static HashedText text(String key) {
        return new HashedText(Vocabulary.shipped(), new NameHash(key.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_same_part_of_a_name_is_the_same_everywhere() {
        String name = text.name("text-generator");

        assertThat(name).matches("[a-z]{8}-[a-z]{8}");
        assertThat(text.name("api-text-generator-64ffb89967-st8dw")).startsWith("api-" + name + "-");
        assertThat(text.text("Created pod: api-text-generator-64ffb89967-st8dw"))
                .startsWith("Created pod: api-" + name);
        assertThat(text.name(
                        "https://sqs.us-east-1.amazonaws.com/123456789012/cx_1ee11af4_text-generator_0123456789.fifo"))
                .matches("https://sqs\\.us-east-1\\.amazonaws\\.com/[1-9][0-9]{11}/cx_[0-9a-f]{8}_" + name
                        + "_0123456789\\.fifo");
    }

    @Test
    void another_key_makes_other_names() {
        assertThat(text("another key of thirty-two bytes..").name("text-generator"))
                .isNotEqualTo(text.name("text-generator"));
    }

    @Test
    void addresses_and_the_names_made_of_them_stay_together() {
        String address = text.name("192.168.51.102");

        assertThat(address).startsWith("10.");
        assertThat(text.name("ip-192-168-51-102.ec2.internal"))
                .isEqualTo("ip-" + address.replace('.', '-') + ".ec2.internal");
        assertThat(text.name("192.168.51.102/32")).isEqualTo(address + "/32");
        assertThat(text.name("0.0.0.0/0")).isEqualTo("0.0.0.0/0");
        assertThat(text.name("127.0.0.1:8080")).isEqualTo("127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g4dn.xlarge",
                "m5.24xlarge",
                "c5n.metal",
                "us-east-1a",
                "us-gov-west-1",
                "ap-southeast-2",
                "2026-01-15T09:00:00Z",
                "2026-01-15 08:59:55.048236991 +0000 UTC",
                "8m1.873s",
                "2560Mi",
                "300m",
                "0.42.1",
                "v1.22.17",
                "1768208400123456789",
                "RealtimeAPI",
                "Ec2Spot",
                "aws:///us-east-1a/i-"
            })
    void what_is_no_name_stays(String value) {
        assertThat(text.name(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod didn't trigger scale-up: 1 in backoff after failed scale-up, 1 max node group size reached, 1"
                        + " node(s) had untolerated taint {workload: true}",
                "Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available"
                        + " that matches your request. Launching EC2 instance failed.",
                "0/5 nodes are available: 1 Insufficient cpu, 3 node(s) didn't match Pod's node affinity/selector.",
                "Back-off pulling image",
                "Readiness probe failed: HTTP probe failed with statuscode: 503",
                "due to OutOfResource.placeholder-cannot-be-fulfilled"
            })
    void what_kubernetes_the_autoscaler_and_aws_say_stays(String message) {
        assertThat(text.text(message)).isEqualTo(message);
    }

    @Test
    void names_of_groups_keep_what_they_are_recognised_by() {
        assertThat(text.text("Scale-up: setting group eksctl-acme-nodegroup-cx-ws-training-NodeGroup-1F5TKS610A9N4"
                        + " size to 2"))
                .matches("Scale-up: setting group eksctl-[a-z]{8}-nodegroup-cx-ws-[a-z]{8}-NodeGroup-[0-9A-Z]{13} size"
                        + " to 2");
        assertThat(text.text(
                        "pod triggered scale-up: [{eksctl-acme-nodegroup-cx-wd-b-NodeGroup-1A2B3C4D 0->1 (max: 5)}]"))
                .matches("pod triggered scale-up: \\[\\{eksctl-[a-z]{8}-nodegroup-cx-wd-[a-z]{8}-NodeGroup-[0-9A-Z]{8}"
                        + " 0->1 \\(max: 5\\)\\}\\]");
    }

    @Test
    void a_word_that_is_part_of_a_name_is_hashed_even_if_it_is_known_alone() {
        assertThat(text.text("Pulling image \"quay.io/acme/image-queue:1.0\""))
                .matches("Pulling image \"quay\\.io/[a-z]{8}/[a-z]{8}-[a-z]{8}:1\\.0\"");
    }

    @Test
    void thousands_of_names_do_not_fall_together() {
        Set<String> hashed = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            hashed.add(text.name("n" + Integer.toString(i, 36) + "x"));
        }

        assertThat(hashed).hasSize(20_000);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("-", parts));
    }

    @Property(tries = 500)
    void a_name_is_found_again_in_whatever_is_made_of_it(@ForAll("names") String name) {
        String hashed = text.name(name);

        for (String made : List.of("api-%s-64ffb89967-x1y2z", "default/api-%s", "cx_1ee11af4_%s_0123456789.fifo")) {
            assertThat(text.name(made.formatted(name))).contains(hashed);
            assertThat(text.text("of " + made.formatted(name) + " it is")).contains(hashed);
        }
    }

    @Property(tries = 1000)
    void anything_can_be_hashed(@ForAll String anything) {
        assertThat(text.name(anything)).isEqualTo(text.name(anything));
        assertThat(text.text(anything)).isNotNull();
    }
}
