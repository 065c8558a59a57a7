package io.prodhealth.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Optional;

/** The file with which any Kubernetes client finds the simulator. */
record Kubeconfig(String url, Optional<String> token, Optional<Certificate> certificate) {

    String text() {
        String ca = certificate
                .map(c -> "    certificate-authority-data: "
                        + Base64.getEncoder().encodeToString(Json.utf8(c.pem())) + "\n")
                .orElse("");
        String user =
                token.map(t -> "  user:\n    token: " + Json.quote(t) + "\n").orElse("  user: {}\n");
        return "apiVersion: v1\n"
                + "kind: Config\n"
                + "current-context: simulator\n"
                + "clusters:\n"
                + "- name: simulator\n"
                + "  cluster:\n"
                + "    server: " + url + "\n"
                + ca
                + "users:\n"
                + "- name: prodhealth\n"
                + user
                + "contexts:\n"
                + "- name: simulator\n"
                + "  context:\n"
                + "    cluster: simulator\n"
                + "    namespace: prodhealth\n"
                + "    user: prodhealth\n";
    }

    /** Writes the file in one step: whoever sees it can use it. */
    void writeTo(Path file) {
        try {
            Path directory = file.toAbsolutePath().resolveSibling(".").normalize();
            Files.createDirectories(directory);
            Path half = Files.createTempFile(directory, ".kubeconfig", ".tmp");
            Files.writeString(half, text());
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
