package io.prodhealth.source.files;

import static io.prodhealth.source.files.Shape.number;
import static io.prodhealth.source.files.Shape.oneOf;
import static io.prodhealth.source.files.Shape.text;
import static io.prodhealth.source.files.Shape.truth;
import static io.prodhealth.source.files.Shape.whole;

import io.prodhealth.snapshot.GoDuration;
import io.prodhealth.source.files.Shape.Each;
import io.prodhealth.source.files.Shape.Keys;
import io.prodhealth.source.files.Shape.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API specs as Cortex 0.42 takes them ({@code pkg/types/spec/validations.go}), one shape for each kind. */
final class ApiShape {

    static final List<String> KINDS = List.of("RealtimeAPI", "AsyncAPI", "BatchAPI", "TaskAPI", "TrafficSplitter");

    private static final int MOST = Integer.MAX_VALUE;
    private static final Keys RESOURCE = Shape.keys()
            .with(
                    Shape.of(
                            "name",
                            text(
                                    "at most 42 lower-case letters, digits and dashes, a letter first, not b-",
                                    "(?!b-)[a-z]([-a-z0-9]{0,40}[a-z0-9])?"),
                            "kind",
                            oneOf(KINDS.toArray(String[]::new)),
                            "networking",
                            Shape.keys().with(Shape.of("endpoint", text()))),
                    "name",
                    "kind");

    private static final Keys POD_API =
            RESOURCE.with(Shape.of("node_groups", new Each(text("a name", "[-_a-zA-Z0-9]+"), 1)));

    private static final Keys SCALED = POD_API.with(Shape.of(
            "autoscaling",
            autoscaling(),
            "update_strategy",
            Shape.keys().with(Shape.of("max_surge", amount(), "max_unavailable", amount()))));

    private static final Map<String, Keys> BY_KIND = Map.of(
            "RealtimeAPI",
            SCALED.with(
                    Shape.of(
                            "pod",
                            pod(ContainerShape.container(true, true)
                                            .with(Shape.of("pre_stop", ContainerShape.preStop())))
                                    .with(Shape.of(
                                            "port",
                                            ContainerShape.port(),
                                            "max_concurrency",
                                            whole(1, 30_000),
                                            "max_queue_length",
                                            whole(1, 30_000)))),
                    "pod"),
            "AsyncAPI",
            SCALED.with(
                    Shape.of(
                            "pod",
                            pod(ContainerShape.container(true, false)
                                            .with(Shape.of("pre_stop", ContainerShape.preStop())))
                                    .with(Shape.of("port", ContainerShape.port(), "max_concurrency", whole(1, 100)))),
                    "pod"),
            "BatchAPI",
            POD_API.with(
                    Shape.of(
                            "pod",
                            pod(ContainerShape.container(true, false)).with(Shape.of("port", ContainerShape.port()))),
                    "pod"),
            "TaskAPI",
            POD_API.with(Shape.of("pod", pod(ContainerShape.container(false, false))), "pod"),
            "TrafficSplitter",
            RESOURCE.with(
                    Shape.of(
                            "apis",
                            new Each(
                                    Shape.keys()
                                            .with(
                                                    Shape.of(
                                                            "name", text(), "weight", whole(0, 100), "shadow", truth()),
                                                    "name",
                                                    "weight"),
                                    1)),
                    "apis"));

    private ApiShape() {}

    /** Of a kind; empty for one that Cortex does not know. */
    static Optional<Keys> of(String kind) {
        return Optional.ofNullable(BY_KIND.get(kind));
    }

    private static Keys pod(Keys container) {
        return Shape.keys().with(Shape.of("containers", new Each(container, 1)), "containers");
    }

    private static Keys autoscaling() {
        return Shape.keys()
                .with(Shape.of(
                        "min_replicas",
                        whole(0, MOST),
                        "max_replicas",
                        whole(1, MOST),
                        "init_replicas",
                        whole(0, MOST),
                        "target_in_flight",
                        number("a number above 0", value -> value > 0),
                        "window",
                        new Value(
                                "a duration of whole 10 seconds, like 60s",
                                scalar -> GoDuration.parse(scalar.text())
                                        .filter(window ->
                                                window.toMillis() >= 10_000 && window.toMillis() % 10_000 == 0)
                                        .isPresent()),
                        "downscale_stabilization_period",
                        duration(),
                        "upscale_stabilization_period",
                        duration(),
                        "max_downscale_factor",
                        number("a number from 0 to below 1", value -> value >= 0 && value < 1),
                        "max_upscale_factor",
                        number("a number above 1", value -> value > 1),
                        "downscale_tolerance",
                        number("a number from 0 to below 1", value -> value >= 0 && value < 1),
                        "upscale_tolerance",
                        number("a number, 0 or more", value -> value >= 0)));
    }

    private static Value duration() {
        return new Value(
                "a duration, like 5m",
                scalar -> GoDuration.parse(scalar.text())
                        .filter(duration -> !duration.isNegative())
                        .isPresent());
    }

    private static Value amount() {
        return text("a number, or a percentage like 25%", "\\d{1,9}%?");
    }
}
