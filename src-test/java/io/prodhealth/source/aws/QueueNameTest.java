package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueNameTest {

    @ParameterizedTest
    @CsvSource({"cortex, cx_1ee11af4_", "cortex-prod, cx_7cc4ab4d_"})
    void the_queues_of_a_cluster_begin_with_a_hash_of_its_name(String cluster, String prefix) {
        assertThat(QueueName.prefixOf(cluster)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.us-east-1.amazonaws.com/123456789012/mine.fifo",
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/mine.fifo",
                "https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/mine.fifo",
                "https://us-east-1.queue.amazonaws.com/123456789012/mine.fifo",
                "https://vpce-1-2.sqs.us-east-1.vpce.amazonaws.com/123456789012/mine.fifo",
                "http://localhost:9324/000000000000/mine.fifo"
            })
    void a_queues_name_is_the_last_part_of_its_url_whatever_the_host(String url) {
        assertThat(QueueName.ofUrl(url)).contains("mine.fifo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mine",
                "ftp://sqs/1/mine",
                "https://sqs/1/",
                "https://sqs/1/mine.fifo?x=1",
                "https://sqs/1/mine.txt",
                "https://sqs/1/mine.fifo.fifo",
                "https://sqs/1/.fifo",
                "https://sqs/1/a b",
                "https://sqs/1/ü",
                "https://sqs/1/mine\n",
                "https://sqs/1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void what_is_no_url_of_a_queue_names_none(String url) {
        assertThat(QueueName.ofUrl(url)).isEmpty();
    }

    @Test
    void the_url_of_a_dead_letter_queue_is_that_of_its_queue_with_another_name() {
        String arn = "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:failed";

        assertThat(QueueName.ofArn(arn)).contains("failed");
        assertThat(QueueName.sibling("https://sqs.us-gov-west-1.amazonaws.com/123456789012/mine", "failed"))
                .isEqualTo("https://sqs.us-gov-west-1.amazonaws.com/123456789012/failed");
        assertThat(QueueName.ofArn("arn:aws:sns:us-east-1:1:failed")).isEqualTo(Optional.empty());
    }

    @Property
    void no_text_breaks_the_reading_of_names(@ForAll String text) {
        assertThatCode(() -> {
                    QueueName.ofUrl(text);
                    QueueName.ofUrl("https://sqs/1/" + text);
                    QueueName.ofArn(text);
                    QueueName.prefix(text);
                    QueueName.prefixOf(text);
                })
                .doesNotThrowAnyException();
    }
}
