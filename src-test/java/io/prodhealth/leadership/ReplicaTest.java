package io.prodhealth.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaTest {

    @Test
    void an_identity_tells_the_pod_and_where_it_is_reached() {
        Replica replica = new Replica("prodhealth-7c9f-x2x5q", "10.0.3.17", 9477);

        assertThat(replica.identity()).isEqualTo("prodhealth-7c9f-x2x5q_10.0.3.17:9477");
        assertThat(Replica.of(replica.identity())).isEqualTo(replica);
        assertThat(replica.address()).contains("10.0.3.17");
    }

    @Test
    void an_address_of_version_6_stands_in_brackets() {
        Replica replica = new Replica("prodhealth-0", "2001:db8::17", 9477);

        assertThat(replica.identity()).isEqualTo("prodhealth-0_[2001:db8::17]:9477");
        assertThat(Replica.of(replica.identity())).isEqualTo(replica);
    }

    @Test
    void one_without_an_address_is_its_name() {
        assertThat(Replica.of(new Replica("laptop", "", 9477).identity())).isEqualTo(new Replica("laptop", "", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod_evil.example:80",
                "pod_10.0.0.1:0",
                "pod_10.0.0.1:65536",
                "pod_10.0.0.1:80/x",
                "pod_[::1]@10.0.0.1:80",
                "_10.0.0.1:80"
            })
    void what_is_no_address_of_numbers_is_never_connected_to(String identity) {
        assertThat(Replica.of(identity).address()).isEmpty();
    }

    @Property
    void any_text_is_a_replica_and_never_a_long_one(@ForAll String identity) {
        assertThat(Replica.of(identity).name()).hasSizeLessThanOrEqualTo(400);
    }
}
