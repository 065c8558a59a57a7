package io.prodhealth;

import io.prodhealth.access.AwsNeed;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.config.Config;
import io.prodhealth.source.aws.AwsNeeds;
import io.prodhealth.source.kubernetes.KubernetesNeeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessDocTest {

    @Test
    void the_page_says_what_the_tables_say() throws IOException {
        GeneratedDoc.check("access.md", page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Access

            <!-- Made from KubernetesNeeds and AwsNeeds: `mvn test -Dtest=AccessDocTest -Dprodhealth.update=true` -->

            Everything the agent may be allowed to do, what for, and what it does not do without it. What is denied is unknown
            on the page, counted in `prodhealth_source_permission_denied`, and stops nothing else.

            `prodhealth check-access` asks a cluster and AWS which of these are granted, and prints the manifest and the policy
            that would grant the rest (`--format manifest`, `--format policy`). It judges whoever asks, so run it in the
            agent's pod. It ends with 0 when nothing is missing, with 1 when something is, and with 3 when it could not be found
            out. Kubernetes answers for every right. AWS has no such question: the sources that are enabled read it once, and
            an action is granted when a call was let through; one for which the cluster has nothing to ask about yet, such as a
            certificate, is not asked (`--strict` then ends with 3).

            ## Kubernetes

            No Secrets. What is not installed, such as the metrics server, is not needed until it is.

            | verbs | on | for | without it |
            |---|---|---|---|
            """);
        Map<String, List<KubernetesNeed>> rows = new LinkedHashMap<>();
        for (KubernetesNeed need : KubernetesNeeds.of(
                new KubernetesNeeds.Wanted("default", "prodhealth", "prodhealth-state", "prodhealth", true))) {
            rows.computeIfAbsent(need.right().object() + need.purpose(), each -> new ArrayList<>())
                    .add(need);
        }
        rows.values().forEach(needs -> row(page, needs));
        page.append("""

            ## AWS

            Only to read. Nothing is needed with `aws.enabled: false`.

            | action | on | sources | for | without it |
            |---|---|---|---|---|
            """);
        for (AwsNeed need : AwsNeeds.of(Config.defaults())) {
            page.append("| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                            need.action(),
                            need.resource(),
                            String.join(", ", need.sources()),
                            need.purpose(),
                            need.loss()));
        }
        return page.append(SCRAPERS).toString();
    }

    private static void row(StringBuilder page, List<KubernetesNeed> needs) {
        List<String> verbs = needs.stream().map(need -> need.right().verb()).toList();
        KubernetesNeed one = needs.getFirst();
        page.append("| %s | `%s` | %s | %s |\n"
                .formatted(String.join(", ", verbs), one.right().object(), one.purpose(), one.loss()));
    }

    private static final String SCRAPERS = """

        ## Who may see the endpoints

        With `web.kubernetes_auth` every endpoint but those of probes (`/livez`, `/readyz` and their other names) asks for
        a bearer token. The API server is asked whose it is (TokenReview), and whether they may get the path
        (SubjectAccessReview), so who may is settled by roles:

        ```yaml
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: prodhealth-metrics
        rules:
        - nonResourceURLs: [/metrics]
          verbs: [get]
        ```

        Bind it to the service account of Prometheus, which then sends its own token (`bearerTokenFile` of a
        ServiceMonitor, `authorization.credentials_file` of a scrape configuration). `POST /-/reload` is the verb `post`.

        - Without a token, or with one that nobody holds: 401. Its holder may not: 403. The API server cannot be asked:
          503, for everybody whose answer is not remembered: an agent that cannot ask lets nobody in.
        - A yes is remembered for a minute, as long as API servers remember tokens; a no for ten seconds, so that what
          is granted now works with the next scrape. Only the SHA-256 of a token is kept.
        - Tokens that were never right share 10 reviews, and 2 a second after that, two at a time; more get a 503. So a
          flood of tokens is not passed on to the API server, and does not keep out those whose token was right before.
        - Users of [`--web.config.file`](configuration.md) are let in beside tokens: either will do. A browser has no
          token, so people need one of these.
        - Without TLS tokens cross the network in clear; the log says so at the start. A stream of events that is open
          stays open when its token is revoked.
        """;
}
