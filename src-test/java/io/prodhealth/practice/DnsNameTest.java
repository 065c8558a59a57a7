package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DnsNameTest {

    @Test
    void names_are_compared_without_what_is_written_around_them() {
        assertThat(DnsName.plain("dualstack.API-1.elb.us-east-1.amazonaws.com."))
                .isEqualTo("api-1.elb.us-east-1.amazonaws.com");
    }

    @Test
    void a_wildcard_is_good_for_one_label_and_not_for_its_own_domain() {
        assertThat(DnsName.covers("*.example.com", "cortex.example.com.")).isTrue();
        assertThat(DnsName.covers("*.example.com", "a.cortex.example.com")).isFalse();
        assertThat(DnsName.covers("*.example.com", "example.com")).isFalse();
        assertThat(DnsName.covers("Example.com", "example.com.")).isTrue();
    }
}
