package io.prodhealth.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests that look at one agent in one browser, which are started once for each class of them. */
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    WatchedCluster cluster;
    Browser browser;

    private Playwright driver;

    /** Starts what the tests of the class look at. */
    abstract WatchedCluster begin() throws Exception;

    @BeforeAll
    void start() throws Exception {
        driver = Chromium.driver();
        browser = Chromium.launch(driver);
        cluster = begin();
        cluster.awaitJudged();
    }

    @AfterAll
    void end() {
        cluster.close();
        driver.close();
    }
}
