package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.access.AwsNeed;
import io.prodhealth.access.PolicyStatements;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AwsNeedsTest {

    @Test
    void every_operation_is_needed_by_something() {
        assertThat(AwsNeeds.all())
                .extracting(AwsNeed::action)
                .containsExactly(Stream.of(AwsOperation.values())
                        .map(AwsOperation::action)
                        .toArray(String[]::new));
        assertThat(AwsNeeds.all())
                .allMatch(need -> !need.purpose().isEmpty() && need.loss().endsWith("."));
    }

    @Test
    void the_policy_of_all_needs_is_that_of_the_documentation() throws IOException {
        JsonMapper json = new JsonMapper();

        assertThat(granted(json.readTree(PolicyStatements.write(AwsNeeds.all()))))
                .isEqualTo(granted(json.readTree(Files.readString(IamPolicyTest.POLICY))));
    }

    /** Actions on resources. */
    private static Set<String> granted(JsonNode policy) {
        Set<String> granted = new TreeSet<>();
        for (JsonNode statement : policy.path("Statement")) {
            JsonNode resource = statement.path("Resource");
            for (JsonNode one : resource.isArray() ? resource : List.of(resource)) {
                statement
                        .path("Action")
                        .forEach(action -> granted.add(action.stringValue() + " on " + one.stringValue()));
            }
        }
        return granted;
    }

    private static Config config(String... flagsOff) throws Exception {
        Map<String, String> flags = new HashMap<>();
        for (String flag : flagsOff) {
            flags.put(flag, "false");
        }
        return new ConfigReader(Map.of(), flags).read();
    }

    @Test
    void only_sources_that_are_enabled_need_something() throws Exception {
        assertThat(AwsNeeds.of(config())).isEqualTo(AwsNeeds.all());
        assertThat(AwsNeeds.of(config("--aws.enabled"))).isEmpty();
        assertThat(AwsNeeds.of(config("--posture.enabled")))
                .extracting(AwsNeed::action)
                .containsExactly(
                        "sqs:ListQueues",
                        "sqs:GetQueueAttributes",
                        "cloudwatch:GetMetricData",
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeScalingActivities");
        assertThat(AwsNeeds.of(config("--queues.enabled", "--provisioning.auto-scaling-enabled")))
                .filteredOn(need -> need.action().equals("cloudwatch:GetMetricData"))
                .singleElement()
                .satisfies(need -> assertThat(need.sources()).containsExactly("ec2"));
    }
}
