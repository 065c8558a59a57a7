package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.prodhealth.Links;
import io.prodhealth.config.Setting;
import io.prodhealth.config.Settings;
import io.prodhealth.source.aws.AwsOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** deploy/iam: the page says of each statement who needs it, and the snippets are for the account that the chart makes. */
class IamFolderTest {

    private static final Path FOLDER = Path.of("deploy/iam");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|$");

    /** A statement as the page has it. */
    private record Row(Set<String> sources, Set<String> settings) {}

    @Test
    void the_page_has_each_statement_of_the_policy() throws IOException {
        assertThat(rows().keySet()).isEqualTo(statements().keySet());
    }

    @Test
    void the_page_names_the_sources_that_ask_for_each_statement() throws IOException {
        Map<String, Set<String>> said = new TreeMap<>();
        rows().forEach((statement, row) -> said.put(statement, row.sources()));
        Map<String, Set<String>> asked = new TreeMap<>();
        Map<String, Set<String>> bySource = actionsBySource();
        statements()
                .forEach((statement, actions) -> asked.put(
                        statement,
                        bySource.entrySet().stream()
                                .filter(source -> source.getValue().stream().anyMatch(actions::contains))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toCollection(TreeSet::new))));

        assertThat(said).isEqualTo(asked);
    }

    @Test
    void what_switches_a_statement_off_is_a_setting() throws IOException {
        Set<String> switches = Settings.ALL.stream()
                .filter(setting -> setting.defaultValue().equals(true))
                .map(Setting::path)
                .collect(Collectors.toSet());

        assertThat(rows().values()).allMatch(row -> !row.settings().isEmpty() && switches.containsAll(row.settings()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terraform-irsa/main.tf",
                "terraform-pod-identity/main.tf",
                "eksctl-irsa.sh",
                "eksctl-pod-identity.sh"
            })
    void a_snippet_is_for_the_policy_and_the_account_of_the_chart(String file) throws IOException {
        JsonNode account = Manifest.of(Files.readString(Path.of("deploy/manifests/rbac.yaml")))
                .only("ServiceAccount");
        String snippet = Files.readString(FOLDER.resolve(file));

        assertThat(snippet)
                .contains("policy.json")
                .containsPattern("(?s)(namespace[ =\"]+"
                        + account.at("/metadata/namespace").asString()
                        + "\"?\\s.*(name|service_account)[ =\"]+"
                        + account.at("/metadata/name").asString()
                        + "\\b|serviceaccount:"
                        + account.at("/metadata/namespace").asString() + ":"
                        + account.at("/metadata/name").asString() + "\")");
    }

    @Test
    void the_links_of_the_page_lead_somewhere() throws IOException {
        Path page = FOLDER.resolve("README.md");

        assertThat(Links.broken(page, Files.readString(page))).isEmpty();
    }

    private static Map<String, Row> rows() throws IOException {
        return ROW.matcher(Files.readString(FOLDER.resolve("README.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> new Row(quoted(row.group(2)), quoted(row.group(3))),
                        (a, _) -> a,
                        TreeMap::new));
    }

    private static Set<String> quoted(String cell) {
        return Pattern.compile("`([^`:]+)(: false)?`")
                .matcher(cell)
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> statements() throws IOException {
        Map<String, Set<String>> statements = new TreeMap<>();
        for (JsonNode statement : new JsonMapper()
                .readTree(Files.readString(FOLDER.resolve("policy.json")))
                .path("Statement")) {
            statements.put(
                    statement.path("Sid").asString(),
                    statement
                            .path("Action")
                            .valueStream()
                            .map(JsonNode::asString)
                            .collect(Collectors.toSet()));
        }
        return statements;
    }

    /** Of each source, the actions that its classes call. */
    private static Map<String, Set<String>> actionsBySource() {
        // The classes of AWS's SDK need only their names, and looking into them all takes half a minute.
        JavaClasses classes = ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.prodhealth.source.aws");
        });
        Map<String, Set<String>> bySource = new TreeMap<>();
        Map<String, String> names = Map.of(
                "SqsSource", "sqs",
                "CloudWatchSource", "cloudwatch",
                "AutoScalingSource", "autoscaling",
                "Ec2Source", "ec2",
                "LoadBalancersSource", "elasticloadbalancing",
                "Route53Source", "route53",
                "EcrSource", "ecr",
                "AcmSource", "acm");
        for (JavaClass source : classes) {
            if (source.getSimpleName().endsWith("Source") && !source.isInterface()) {
                assertThat(names).containsKey(source.getSimpleName());
                bySource.put(
                        String.valueOf(names.get(source.getSimpleName())),
                        reached(source).stream()
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .map(JavaMethodCall::getTarget)
                                .filter(method -> method.getOwner()
                                        .getName()
                                        .matches("software\\.amazon\\.awssdk\\.services\\.\\w+\\.\\w+Client"))
                                .flatMap(method -> Stream.of(AwsOperation.values())
                                        .filter(known -> known.operation().equalsIgnoreCase(method.getName())))
                                .map(AwsOperation::action)
                                .collect(Collectors.toSet()));
            }
        }
        return bySource;
    }

    private static Set<JavaClass> reached(JavaClass from) {
        Set<JavaClass> reached = new HashSet<>();
        List<JavaClass> next = List.of(from);
        while (!next.isEmpty()) {
            reached.addAll(next);
            next = next.stream()
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass())
                    .filter(type -> type.getPackageName().equals("io.prodhealth.source.aws") && !reached.contains(type))
                    .distinct()
                    .toList();
        }
        return reached;
    }
}
