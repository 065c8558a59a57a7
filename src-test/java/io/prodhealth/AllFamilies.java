package io.prodhealth;

import io.prodhealth.evaluation.AgentFamilies;
import io.prodhealth.metrics.Family;
import io.prodhealth.practice.review.PracticeFamilies;
import io.prodhealth.signal.prometheus.PrometheusFamilies;
import io.prodhealth.signal.provisioning.ProvisioningFamilies;
import io.prodhealth.signal.queues.QueueFamilies;
import io.prodhealth.signal.readiness.ReadinessFamilies;
import io.prodhealth.source.SourceFamilies;
import io.prodhealth.source.aws.AwsFamilies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every family that the agent exports. */
public final class AllFamilies {

    private AllFamilies() {}

    /** By the section of docs/metrics.md in which it is described. */
    static Map<String, List<Family>> sections() {
        Map<String, List<Family>> sections = new LinkedHashMap<>();
        sections.put("Pod readiness", ReadinessFamilies.all());
        sections.put("Queues", QueueFamilies.all());
        sections.put("Node provisioning and spot fallback", ProvisioningFamilies.all());
        sections.put("Prometheus load", PrometheusFamilies.all());
        sections.put("Practices of the guide", PracticeFamilies.ALL);
        sections.put("Sources", SourceFamilies.all());
        sections.put("AWS", AwsFamilies.all());
        sections.put("The agent", AgentFamilies.all());
        return sections;
    }

    /** All of them. */
    public static List<Family> all() {
        return sections().values().stream().flatMap(List::stream).toList();
    }
}
