package io.prodhealth.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * One kept connection over a bare socket: what a larger client does between the call and the socket would be measured too.
 */
final class HttpClient implements AutoCloseable {
    /** What Prometheus 2.28 sends. */
    private static final String ACCEPT =
            "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private final Socket socket = new Socket();
    private final InputStream in;

    HttpClient(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /**
     * An answer.
     *
     * @param body as it came, so compressed when asked for
     * @param millis from the first byte sent to the last byte received
     */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Answer(int code, byte[] body, boolean gzip, double millis) {
        byte[] plain() throws IOException {
            return gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
        }
    }

    Answer get(String path, boolean gzip) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: prodhealth-bench\r\nAccept: " + ACCEPT
                + (gzip ? "\r\nAccept-Encoding: gzip" : "") + "\r\n\r\n");
    }

    Answer post(String path, String json) throws IOException {
        return send(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length() + "\r\n\r\n" + json);
    }

    private Answer send(String request) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        socket.getOutputStream().write(bytes);
        String status = line();
        int code = Integer.parseInt(status.split(" ", -1)[1]);
        int length = 0;
        boolean chunked = false;
        boolean gzip = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            gzip |= lower.startsWith("content-encoding:") && lower.contains("gzip");
        }
        byte[] body = chunked ? chunks() : exactly(length);
        return new Answer(code, body, gzip, (System.nanoTime() - start) / 1e6);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer was cut off");
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
            all.write(exactly(length));
            line();
            if (length == 0) {
                return all.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
