package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Places;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Replicas;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Templates;
import io.prodhealth.snapshot.PodTemplate;
import java.util.List;
import java.util.Optional;

/**
 * The node groups that an API may use are large enough for its most replicas, if it had them alone. The default of 100
 * seldom fits and nobody has chosen it: that is only worth a word.
 */
public final class MaxReplicasUnreachable implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "max_replicas_unreachable",
            "9.7",
            Section.AUTOSCALING,
            "The node groups have room for max_replicas.",
            "Lower autoscaling.max_replicas, or raise max_instances of the node groups that the API may use.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.declared(evidence, findings, Scaled::byCortex);
        if (apis.isEmpty()) {
            return;
        }
        Places places = Places.of(evidence, findings).orElse(null);
        if (places == null) {
            return;
        }
        Templates templates = Templates.of(evidence);
        for (ApiSpec api : apis) {
            Integer max = api.api().maxReplicas();
            Optional<PodTemplate> template = templates.of(api);
            if (max != null && template.isPresent()) {
                judge(api, max, template.get(), places, findings);
            }
        }
    }

    private static void judge(ApiSpec api, int max, PodTemplate template, Places places, Findings findings) {
        Replicas room = Replicas.room(template, places);
        if (room.most() >= max) {
            findings.pass(api.subject());
        } else if (!room.known()) {
            findings.unknown(api.subject(), "instance_type_or_size_unknown");
        } else {
            findings.add(
                    api.subject(),
                    max == Replicas.DEFAULT ? Severity.INFO : Severity.WARNING,
                    "max_replicas " + max + (max == Replicas.DEFAULT ? ", the default," : "") + " and room for "
                            + room.most(),
                    "max_replicas of at most " + Math.max(1, room.most()),
                    "autoscaling.max_replicas");
        }
    }
}
