/**
 * The status page in a real Chromium, driven by Playwright. {@code src-test/containers/setup.sh} makes the browser available;
 * on a machine without one these tests are skipped with the reason, and fail where CI=true.
 */
@NullMarked
package io.prodhealth.browser;

import org.jspecify.annotations.NullMarked;
