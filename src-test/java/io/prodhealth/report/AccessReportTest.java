package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.access.Access;
import io.prodhealth.access.AwsNeed;
import io.prodhealth.access.Judged;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.KubernetesRight;
import io.prodhealth.access.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code check-access} prints. */
class AccessReportTest {

    private static Judged<KubernetesNeed> right(
            Standing standing, String why, KubernetesRight right, String purpose, String loss) {
        return new Judged<>(new KubernetesNeed(right, purpose, loss, List.of()), standing, why);
    }

    private static Judged<AwsNeed> action(Standing standing, String why, String action) {
        return new Judged<>(
                new AwsNeed(action, "*", List.of("sqs"), "how deep queues are", "No queue is judged."), standing, why);
    }

    /** One of everything, with text of others in it. */
    private static final Access ACCESS = new Access(
            "the user of the kubeconfig /home/x/\u202Ekubeconfig",
            "prodhealth",
            List.of(
                    right(
                            Standing.GRANTED,
                            "",
                            new KubernetesRight("list", "", "pods", "", ""),
                            "readiness, restarts, spot fallback",
                            "Nothing is judged."),
                    right(
                            Standing.GRANTED,
                            "",
                            new KubernetesRight("watch", "", "pods", "", ""),
                            "readiness, restarts, spot fallback",
                            "Nothing is judged."),
                    right(
                            Standing.MISSING,
                            "webhook \"authz\" failed\nand so on",
                            new KubernetesRight("list", "", "configmaps", "kube-system", "cluster-autoscaler-status"),
                            "which node groups back off",
                            "Spot fallback is seen later."),
                    right(
                            Standing.NOT_INSTALLED,
                            "this cluster has no batchjobs.batch.cortex.dev",
                            new KubernetesRight("list", "batch.cortex.dev", "batchjobs", "", ""),
                            "Cortex's batch jobs",
                            "Batch jobs and their queues are unknown."),
                    right(
                            Standing.UNKNOWN,
                            "no answer within PT1M",
                            new KubernetesRight("list", "", "nodes", "", ""),
                            "families, capacity, spot fallback",
                            "Spot fallback is unknown.")),
            List.of(
                    action(Standing.GRANTED, "", "sqs:ListQueues"),
                    action(Standing.MISSING, "sqs:GetQueueAttributes: AccessDenied", "sqs:GetQueueAttributes"),
                    action(Standing.NOT_ASKED, "there is nothing yet to ask about", "acm:DescribeCertificate"),
                    action(Standing.UNKNOWN, "the AWS credentials have expired", "ecr:ListImages")),
            List.of("This is no pod."),
            "");

    @Test
    void as_a_table() throws IOException {
        Golden.assertMatches("access/every-standing.txt", AccessTable.write(ACCESS));
    }

    @Test
    void as_json() throws IOException {
        Golden.assertMatches(
                "access/every-standing.json", new String(AccessJson.write(ACCESS), StandardCharsets.UTF_8));
    }

    @Test
    void what_cannot_be_asked_about_is_said_in_place_of_the_rights() {
        Access unreached = new Access("nobody", "prodhealth", List.of(), List.of(), List.of(), "connection refused");

        assertThat(AccessTable.write(unreached)).contains("Kubernetes\n", "all rights unknown: connection refused\n");
        assertThat(new String(AccessJson.write(unreached), StandardCharsets.UTF_8))
                .contains("\"unjudged\":\"connection refused\"", "\"grant\":{\"kubernetes\":null,\"aws\":null}");
    }

    @Test
    void no_line_but_those_of_text_from_elsewhere_is_longer_than_a_terminal_is_wide() {
        assertThat(AccessTable.write(ACCESS).lines().filter(line -> line.startsWith("  ")))
                .allMatch(line -> line.length() <= 100);
    }
}
