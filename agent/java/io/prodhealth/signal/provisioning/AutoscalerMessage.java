package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an event of the cluster autoscaler says. Its events are rate-limited away just when they matter, so that one that is
 * missing proves nothing. Groups are named by their Auto Scaling group; texts are as long as an event's may be.
 */
public sealed interface AutoscalerMessage {

    /**
     * {@code ScaledUpGroup}: told twice for each scale-up, before and after the cloud was asked.
     *
     * @param size nodes asked for in all
     * @param done the second of the two
     */
    record ScaledUp(String group, int size, boolean done) implements AutoscalerMessage {}

    /**
     * {@code FailedToScaleUpGroup}: the cloud refused to change the size.
     *
     * @param error the cloud's words
     */
    record Refused(String group, String error) implements AutoscalerMessage {}

    /**
     * {@code ScaleUpTimedOut}.
     *
     * @param within the time the nodes were given; empty when it cannot be read
     */
    record TimedOut(String group, Optional<Duration> within) implements AutoscalerMessage {}

    /**
     * {@code ScaleUpFailed}: the cloud told that instances cannot be had; from 1.24 on.
     *
     * @param nodes how many
     * @param errorClass say {@code OutOfResource}
     * @param errorCode say {@code placeholder-cannot-be-fulfilled}; empty when there is only a class
     * @param error the cloud's words
     */
    record Failed(String group, OptionalInt nodes, String errorClass, String errorCode, String error)
            implements AutoscalerMessage {}

    /** {@code TriggeredScaleUp} on a pod: the groups that are to grow for it. */
    record Triggered(List<Growth> groups) implements AutoscalerMessage {

        /**
         * One of them.
         *
         * @param from nodes asked for until now
         * @param to nodes asked for from now on
         * @param max most nodes; empty when it does not say
         */
        public record Growth(String group, int from, int to, OptionalInt max) {}
    }

    /**
     * {@code NotTriggerScaleUp} on a pod.
     *
     * @param backoff groups in backoff
     * @param atMax groups at their maximum
     * @param unfit groups that it cannot run on: taints, selector, resources
     */
    record NotTriggered(int backoff, int atMax, int unfit) implements AutoscalerMessage {}

    /** {@code DeleteUnregistered}: a placeholder of the group was given up. */
    record Unregistered(String group) implements AutoscalerMessage {}

    /** {@code PriorityConfigMapNotMatchedGroup}: no pattern of the expander's list finds the group. */
    record Unmatched(String group) implements AutoscalerMessage {}
}
