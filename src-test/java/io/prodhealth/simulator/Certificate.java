package io.prodhealth.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key with a certificate for 127.0.0.1 and localhost, signed by itself and made anew for every start.
 *
 * @param pem the certificate, which is also the CA to trust
 */
public record Certificate(Path keyStore, String password, String pem) {

    /** Made by the JDK's keytool: the JDK has no public API that signs a certificate. */
    public static Certificate create(Path directory) {
        Path store = directory.resolve("simulator.p12");
        String password = "simulator";
        try {
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home", ""), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "simulator",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=simulator",
                            "-validity",
                            "30",
                            "-storetype",
                            "PKCS12",
                            "-ext",
                            "san=ip:127.0.0.1,dns:localhost",
                            "-ext",
                            "bc=ca:true",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            password))
                    .redirectErrorStream(true)
                    .start();
            byte[] said = keytool.getInputStream().readAllBytes();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(
                        "keytool: " + new String(said, java.nio.charset.StandardCharsets.UTF_8));
            }
            return new Certificate(store, password, pem(store, password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes the certificate to trust. */
    void writeTo(Path file) {
        try {
            Files.writeString(file, pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Path store, String password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(store))) {
            keys.load(in, password.toCharArray());
        }
        byte[] der = keys.getCertificate("simulator").getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }
}
