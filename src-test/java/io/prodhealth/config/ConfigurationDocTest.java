package io.prodhealth.config;

import io.prodhealth.GeneratedDoc;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
    @Test
    void the_page_says_what_the_settings_say() throws IOException {
        GeneratedDoc.check("configuration.md", page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Configuration

            <!-- Made from io.prodhealth.config.Settings: `mvn test -Dtest=ConfigurationDocTest -Dprodhealth.update=true` -->

            Nothing has to be set. What is set comes from four places, the later wins:

            1. the defaults below;
            2. the YAML file named by `--config.file` or `PRODHEALTH_CONFIG_FILE`;
            3. the environment: `kubernetes.page_size` is `PRODHEALTH_KUBERNETES_PAGE_SIZE`;
            4. the flags of `prodhealth run`: `kubernetes.page_size` is `--kubernetes.page-size`.

            Everything is validated before anything runs. All errors are said at once, one a line, with file, line and
            column; then the agent ends with exit code 2. An unknown key, flag or `PRODHEALTH_` variable is an error too
            (the variables that Kubernetes makes for a Service called `prodhealth` are not). `prodhealth run
            --config.check` prints the configuration in force and ends.

            ```
            prodhealth.yaml:12:5: kubernetes.page_sze: unknown key. Did you mean page_size?
            prodhealth.yaml:14:18: kubernetes.watch_timeout: "50" has no unit. Allowed: 10s to 10m, written like 100ms, 15s or 1m30s.
            ```

            The file is one YAML document of at most 256 KiB, without anchors, aliases and tags. A text that begins with
            `!`, `&` or `*` needs quotes. A threshold is a bare value, or a value with the reason it was chosen, which
            findings repeat:

            ```yaml
            readiness:
              availability_objective_ratio: {value: 0.999, reason: "our contract with the mobile team"}
            ```

            ## Reload

            The configuration is read again on SIGHUP, on `POST /-/reload` (where `web.enable_lifecycle` is set), and within
            5 seconds of a change of the file, the swap of a mounted ConfigMap included. One that is not valid is refused as a
            whole: the errors are logged, the old one stays in force, and `prodhealth_config_last_reload_successful` is 0.
            A change of a setting that takes effect at the next start is logged as such.
            """);
        String section = "";
        for (Setting<?> setting : Settings.ALL) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                page.append("\n## ").append(section).append('\n');
            }
            page.append("\n### `").append(setting.path()).append("`\n\n");
            page.append(setting.meaning()).append("\n\n");
            row(page, "Allowed", setting.allowed());
            String text = setting.defaultText();
            row(page, "Default", (text.isEmpty() ? "empty" : "`" + text + "`") + ". " + setting.reason());
            row(page, "Takes effect", setting.reloadable() ? "on reload" : "at the next start");
            row(page, "Elsewhere", "`" + setting.flag() + "`, `" + setting.variable() + "`");
        }
        page.append("""

            ## waivers

            Findings that the owner of the cluster accepts: a list, in the file only. `practice`, `reason`, `owner` and `until`,
            the last day on which it holds (UTC) and at most a year ahead, are required. `object` (`api/iris`,
            `node_group/gpu-spot`, `cluster`) is for one object, all of the practice without it; `namespace` narrows it. It takes
            effect on reload. What the authors of APIs may waive themselves is in [practices.md](practices.md).

            ```yaml
            waivers:
            - practice: nodes_publicly_reachable
              reason: the cluster moves to a private network in spring
              owner: platform team
              until: 2027-03-31
            ```
            """);
        page.append("\n## The file with every default\n\n```yaml\n")
                .append(Config.defaults().describe())
                .append("```\n");
        return page.toString();
    }

    private static void row(StringBuilder page, String name, String text) {
        page.append("- ").append(name).append(": ").append(text).append('\n');
    }
}
