package io.prodhealth.practice;

import java.util.List;

/**
 * What is settled about a practice.
 *
 * @param id its name everywhere: label value, waiver, folder of fixtures, path in the API
 * @param number its row in the table of checks, by which the sentences of the guide are traced to it ({@code guide.Guide})
 * @param section the heading of the guide that it belongs to
 * @param summary what is judged, one sentence
 * @param remedy what to do about a finding, where the finding does not say it better
 * @param worksOnLiveCluster whether the remedy works without a new cluster
 * @param limits the numbers it judges by
 * @param heuristic whether its evidence is a guess: then it never fails anyone
 * @param waivedByApi whether who deploys an API may waive it there
 */
public record Rule(
        String id,
        String number,
        Section section,
        String summary,
        String remedy,
        boolean worksOnLiveCluster,
        List<Limit> limits,
        boolean heuristic,
        boolean waivedByApi) {

    /** One of an API, which its author may waive: the remedy is a new deployment, which is always possible. */
    public static Rule ofApi(
            String id, String number, Section section, String summary, String remedy, Limit... limits) {
        return new Rule(id, number, section, summary, remedy, true, List.of(limits), false, true);
    }

    /** One of the cluster, which only its owner may waive. */
    public static Rule ofCluster(
            String id,
            String number,
            Section section,
            String summary,
            String remedy,
            boolean worksOnLiveCluster,
            Limit... limits) {
        return new Rule(id, number, section, summary, remedy, worksOnLiveCluster, List.of(limits), false, false);
    }

    /** The same, of evidence that is a guess. */
    public Rule guessing() {
        return new Rule(id, number, section, summary, remedy, worksOnLiveCluster, limits, true, waivedByApi);
    }
}
