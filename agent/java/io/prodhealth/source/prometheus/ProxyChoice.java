package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The proxies of one API that are asked in a round.
 *
 * @param workload the API
 * @param pods its pods that have a running proxy
 * @param addresses those that are asked
 */
record ProxyChoice(Workload workload, int pods, List<Integer> addresses) {

    /** Large APIs first: when there are more of them than questions, these are the ones worth asking. */
    private static final Comparator<Candidates> LARGEST_FIRST = Comparator.comparingInt(
                    (Candidates api) -> -api.addresses.size())
            .thenComparing(api -> api.workload.name())
            .thenComparing(api -> api.workload.namespace());

    private record Candidates(Workload workload, List<Integer> addresses) {}

    /**
     * At most {@code most} proxies, one of each API as far as that goes, then a second one of each, and so on.
     *
     * @param round another one asks others, so that each has its turn
     */
    static List<ProxyChoice> of(Pods pods, int most, int round) {
        List<Candidates> apis = new ArrayList<>();
        pods.byWorkload().forEach((workload, all) -> {
            if (workload.kind().equals("RealtimeAPI")) {
                List<Integer> addresses = all.stream()
                        .filter(ProxyChoice::runs)
                        .sorted(Comparator.comparing(Pod::name))
                        .map(Pod::proxyAddress)
                        .toList();
                if (!addresses.isEmpty()) {
                    apis.add(new Candidates(workload, addresses));
                }
            }
        });
        apis.sort(LARGEST_FIRST);
        List<Candidates> asked = apis.subList(0, Math.min(most, apis.size()));
        int[] quotas = quotas(asked, most);
        List<ProxyChoice> choices = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Candidates api = asked.get(i);
            choices.add(new ProxyChoice(api.workload, api.addresses.size(), spread(api.addresses, quotas[i], round)));
        }
        return choices;
    }

    private static boolean runs(Pod pod) {
        return pod.proxyAddress() != 0 && pod.phase() == Pod.Phase.RUNNING && !pod.terminating();
    }

    private static int[] quotas(List<Candidates> apis, int most) {
        int[] quotas = new int[apis.size()];
        int left = most;
        boolean given = true;
        while (left > 0 && given) {
            given = false;
            for (int i = 0; i < quotas.length && left > 0; i++) {
                if (quotas[i] < apis.get(i).addresses.size()) {
                    quotas[i]++;
                    left--;
                    given = true;
                }
            }
        }
        return quotas;
    }

    private static List<Integer> spread(List<Integer> addresses, int quota, int round) {
        List<Integer> spread = new ArrayList<>(quota);
        int size = addresses.size();
        int start = Math.floorMod(round, size);
        for (int i = 0; i < quota; i++) {
            spread.add(addresses.get((int) ((start + (long) i * size / quota) % size)));
        }
        return spread;
    }
}
