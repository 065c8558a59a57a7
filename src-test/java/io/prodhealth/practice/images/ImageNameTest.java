package io.prodhealth.practice.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.images.ImageName.Ecr;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "redis, docker.io, redis, '', ''",
        "acme/iris:1, docker.io, acme/iris, 1, ''",
        "localhost:5000/iris, localhost:5000, iris, '', ''",
        "Quay.IO/acme/iris:latest, quay.io, acme/iris, latest, ''",
        "ghcr.io/acme/iris:1@sha256:ab, ghcr.io, acme/iris, 1, sha256:ab",
        "ghcr.io/acme/iris@sha256:ab, ghcr.io, acme/iris, '', sha256:ab"
    })
    void a_reference_has_its_parts(String text, String host, String path, String tag, String digest) {
        assertThat(ImageName.of(text)).isEqualTo(new ImageName(text, host, path, tag, digest));
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.us-east-1.amazonaws.com, us-east-1",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, cn-north-1",
        "123456789012.dkr-ecr.eu-west-1.on.aws, eu-west-1"
    })
    void ecr_is_known_in_every_partition(String host, String region) {
        assertThat(ImageName.of(host + "/quay/acme/iris:1").ecr()).contains(new Ecr("123456789012", region));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.ecr.aws/acme/iris:1",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example/iris",
                "quay.io/123456789012.dkr.ecr.us-east-1.amazonaws.com/iris:1"
            })
    void what_only_looks_like_ecr_is_not(String image) {
        assertThat(ImageName.of(image).ecr()).isEmpty();
    }

    @Test
    void only_a_tag_that_moves_is_mutable() {
        assertThat(ImageName.of("iris").mutable()).isTrue();
        assertThat(ImageName.of("iris:latest").mutable()).isTrue();
        assertThat(ImageName.of("iris:latest@sha256:ab").mutable()).isFalse();
        assertThat(ImageName.of("localhost:5000/iris").mutable()).isTrue();
        assertThat(ImageName.of("localhost:5000/iris:1").mutable()).isFalse();
    }

    @Property
    void no_text_breaks_it(@ForAll String text) {
        assertThat(ImageName.of(text).shortName()).doesNotContain("/");
    }
}
