package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Places;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.Container;
import java.util.List;
import java.util.Optional;

/** A container that is made for a GPU or Inferentia, or pinned to nodes that have one, asks for one. */
public final class AcceleratorUnspecified implements Practice {

    public static final Rule RULE = Rule.ofApi(
                    "accelerator_unspecified",
                    "8.3",
                    Section.COMPUTE,
                    "What is made for a GPU or Inferentia asks for one.",
                    "Set compute.gpu or compute.inf, or pin the API to node groups without accelerators, and deploy it"
                            + " again.")
            .guessing();

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.every(evidence, findings);
        boolean pinned = apis.stream().anyMatch(api -> !api.api().nodeGroups().isEmpty());
        Optional<Places> places = pinned ? Places.of(evidence, findings) : Optional.empty();
        for (ApiSpec api : apis) {
            if (api.containers().isEmpty()) {
                findings.unknown(api.subject(), "no_running_job");
            } else {
                judge(api, places, findings);
            }
        }
    }

    private static void judge(ApiSpec api, Optional<Places> places, Findings findings) {
        findings.pass(api.subject());
        // Of several containers one is enough: the others help it.
        if (api.containers().stream().anyMatch(AcceleratorHint::asksForOne)) {
            return;
        }
        for (int i = 0; i < api.containers().size(); i++) {
            Container container = api.containers().get(i);
            Optional<String> hint = AcceleratorHint.of(container);
            if (hint.isPresent()) {
                add(api, i, "container " + container.name() + " asks for no accelerator: " + hint.get(), findings);
                return;
            }
        }
        if (places.map(known -> pinnedToAccelerators(api, known)).orElse(false)) {
            add(api, 0, "no container asks for an accelerator: pinned to groups that have one", findings);
        }
    }

    private static boolean pinnedToAccelerators(ApiSpec api, Places places) {
        List<NodeGroup> pins = places.groups().stream()
                .filter(group -> api.api().nodeGroups().contains(group.name()))
                .toList();
        return !pins.isEmpty()
                && pins.stream()
                        .allMatch(group -> places.fitting().accelerated(group).orElse(false));
    }

    private static void add(ApiSpec api, int index, String observed, Findings findings) {
        findings.add(
                api.subject(),
                Severity.WARNING,
                observed,
                "compute.gpu or compute.inf is set",
                "pod.containers." + index + ".compute.gpu");
    }
}
