package io.prodhealth.http;

import io.prodhealth.config.WebConfig.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority that signs certificates, by the JDK's keytool. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path store;

    TestAuthority(Path folder, String name) {
        this.store = folder.resolve(name + ".p12");
        keytool("-alias", "ca", "-dname", "CN=" + name, "-ext", "bc=ca:true", "-validity", "30");
    }

    /** A key with a certificate of this authority. */
    void sign(String alias, String alternativeName, String... more) {
        List<String> all = new ArrayList<>(
                List.of("-alias", alias, "-dname", "CN=" + alias, "-signer", "ca", "-ext", "san=" + alternativeName));
        all.addAll(more.length == 0 ? List.of("-validity", "30") : List.of(more));
        keytool(all.toArray(String[]::new));
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** The certificate, and that of the authority behind it. */
    Pem certificate(String alias) throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (Certificate one : keys().getCertificateChain(alias)) {
            text.append(pem("CERTIFICATE", one.getEncoded()));
        }
        return new Pem(alias + ".crt", text.toString());
    }

    Pem key(String alias) throws IOException, GeneralSecurityException {
        Key key = keys().getKey(alias, PASSWORD.toCharArray());
        return new Pem(alias + ".key", pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    /** What a client needs that trusts this authority. */
    SSLContext client() throws IOException, GeneralSecurityException {
        return client(null, "");
    }

    /** The same with a certificate of its own, which any authority may have signed. */
    SSLContext client(@Nullable TestAuthority own, String alias) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys().getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        if (own != null) {
            one.setKeyEntry(
                    alias,
                    own.keys().getKey(alias, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    own.keys().getCertificateChain(alias));
        }
        mine.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
