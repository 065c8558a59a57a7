package io.prodhealth.containers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Whether container tests can run here. */
public final class Engine implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return decide(whyNot(), System.getenv("CI"));
    }

    /** Why no container can be run; empty when one can. */
    public static Optional<String> whyNot() {
        if (!Images.prepared()) {
            return Optional.of("the images are not prepared, run `sh src-test/containers/setup.sh`");
        }
        try {
            DockerClientFactory.instance().client();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("no Docker engine answers, run `sh src-test/containers/setup.sh`: " + e.getMessage());
        }
    }

    /** To run what {@code whyNot} does not keep from it, else to skip it, or to fail where {@code CI} is set. */
    public static ConditionEvaluationResult decide(Optional<String> whyNot, @Nullable String ci) {
        if (whyNot.isEmpty()) {
            return ConditionEvaluationResult.enabled("what it needs is here");
        }
        if ("true".equals(ci)) {
            throw new IllegalStateException("CI=true skips nothing: " + whyNot.get());
        }
        return ConditionEvaluationResult.disabled(whyNot.get());
    }
}
