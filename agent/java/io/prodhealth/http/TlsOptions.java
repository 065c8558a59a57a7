package io.prodhealth.http;

import io.prodhealth.config.WebConfig.ClientCertificate;
import io.prodhealth.config.WebConfig.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The encryption of the configuration as Vert.x wants it. */
final class TlsOptions {

    private static final Logger LOG = LoggerFactory.getLogger(TlsOptions.class);
    /** By then it should have been renewed. */
    private static final Duration SOON = Duration.ofDays(7);

    private TlsOptions() {}

    /** @throws IllegalArgumentException with a sentence for a key or certificate that cannot be used */
    static ServerSSLOptions of(Tls tls, Vertx vertx) {
        PemKeyCertOptions pair = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(tls.certificate().text()))
                .addKeyValue(Buffer.buffer(tls.key().text()));
        check(tls, pair, vertx);
        ServerSSLOptions options = new ServerSSLOptions();
        options.setKeyCertOptions(pair);
        options.setEnabledSecureTransportProtocols(new LinkedHashSet<>(tls.protocols()));
        tls.cipherSuites().forEach(options::addEnabledCipherSuite);
        options.setClientAuth(
                switch (tls.clients()) {
                    case ClientCertificate.NONE -> ClientAuth.NONE;
                    case ClientCertificate.IF_GIVEN -> ClientAuth.REQUEST;
                    case ClientCertificate.REQUIRED -> ClientAuth.REQUIRED;
                });
        tls.authorities()
                .ifPresent(
                        pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem.text()))));
        return options;
    }

    /** The same for a server that is not made yet. */
    static void apply(ServerSSLOptions from, HttpServerOptions to) {
        to.setSsl(true);
        to.setKeyCertOptions(from.getKeyCertOptions());
        to.setTrustOptions(from.getTrustOptions());
        to.setClientAuth(from.getClientAuth());
        to.setEnabledSecureTransportProtocols(from.getEnabledSecureTransportProtocols());
        from.getEnabledCipherSuites().forEach(to::addEnabledCipherSuite);
    }

    private static void check(Tls tls, PemKeyCertOptions pair, Vertx vertx) {
        X509Certificate certificate;
        PrivateKey key;
        boolean belongs;
        try {
            certificate = certificate(tls.certificate().text());
            key = key(pair, certificate.getPublicKey().getAlgorithm(), vertx);
            belongs = key == null || belongs(key, certificate.getPublicKey());
        } catch (Exception e) { // the library declares no narrower one
            throw new IllegalArgumentException(
                    "the key of " + tls.key().place() + " cannot be used: " + e.getMessage(), e);
        }
        if (key == null || !belongs) {
            throw new IllegalArgumentException("the key of " + tls.key().place() + " is not that of the certificate of "
                    + tls.certificate().place());
        }
        warnOfItsEnd(certificate, tls.certificate().place());
    }

    /** The first: that of the server. */
    private static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    /** Null where it is no key of that algorithm. */
    private static @Nullable PrivateKey key(PemKeyCertOptions pair, String algorithm, Vertx vertx) throws Exception {
        for (KeyManager manager : pair.getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager keys) {
                String[] aliases = keys.getServerAliases(algorithm, null);
                return aliases == null ? null : keys.getPrivateKey(aliases[0]);
            }
        }
        return null;
    }

    private static void warnOfItsEnd(X509Certificate certificate, String place) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(Instant.now().plus(SOON))) {
            LOG.atWarn()
                    .addKeyValue("certificate", place)
                    .addKeyValue("until", end)
                    .log("the certificate of the endpoints ends soon, or has ended");
        }
    }

    /** What one has signed, the other must be able to verify. */
    private static boolean belongs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certified);
        verifying.update(text);
        return verifying.verify(signing.sign());
    }
}
