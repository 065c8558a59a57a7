package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** deploy/iam/policy.json: with it nothing is denied, and nothing in it goes unused. */
class IamPolicyTest {

    static final Path POLICY = Path.of("deploy/iam/policy.json");

    private static final Set<String> NOT_CALLS = Set.of("builder", "close");

    @Test
    void the_policy_grants_what_the_agent_can_call_and_no_more() throws IOException {
        assertThat(granted()).isEqualTo(actions());
    }

    @Test
    void the_agent_calls_nothing_but_the_operations_that_are_listed() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.prodhealth");
        Set<String> called = classes.stream()
                .flatMap(type -> type.getCodeUnitCallsFromSelf().stream())
                .map(JavaCall::getTarget)
                .filter(target -> target.getOwner()
                        .getName()
                        .matches("software\\.amazon\\.awssdk\\.services\\.\\w+\\.\\w+Client"))
                .map(target -> target.getName())
                .filter(method -> !NOT_CALLS.contains(method))
                .map(method -> method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(called)
                .isEqualTo(Stream.of(AwsOperation.values())
                        .map(AwsOperation::operation)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void depths_are_read_of_cortexs_queues_alone() throws IOException {
        JsonNode statement = policy().path("Statement")
                .valueStream()
                .filter(each -> each.path("Action").toString().contains("GetQueueAttributes"))
                .findFirst()
                .orElseThrow();

        assertThat(statement.path("Resource").valueStream().map(JsonNode::asString))
                .allMatch(arn -> arn.endsWith(":cx_*"));
    }

    private static Set<String> actions() {
        return Stream.of(AwsOperation.values())
                .map(AwsOperation::action)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> granted() throws IOException {
        return policy().path("Statement")
                .valueStream()
                .peek(statement ->
                        assertThat(statement.path("Effect").asString()).isEqualTo("Allow"))
                .flatMap(statement -> statement.path("Action").valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode policy() throws IOException {
        return new JsonMapper().readTree(Files.readString(POLICY));
    }
}
