/**
 * Real programs in containers for the tests whose name ends in IT. {@code src-test/containers/setup.sh} makes the engine
 * and the images available; {@code mvn verify -Pcontainers} runs them. On a machine without an engine they are skipped
 * with the reason, and fail where CI=true.
 */
@NullMarked
package io.prodhealth.containers;

import org.jspecify.annotations.NullMarked;
