package io.prodhealth.source.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A name server of a few names, each of them an alias as with load balancers. */
final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final String TARGET = "lb";
    private static final int CNAME = 5;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private volatile boolean broken;

    NameServer() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    void answers(String name, String... addresses) {
        names.put(name, List.of(addresses));
        names.put(TARGET, List.of(addresses));
    }

    void breaks() {
        broken = true;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        for (int length = query[at]; length != 0; length = query[at]) {
            name.append(name.isEmpty() ? "" : ".").append(new String(query, at + 1, length, StandardCharsets.US_ASCII));
            at += length + 1;
        }
        int end = at + 5;
        @Nullable List<String> addresses = names.get(name.toString());
        int code = broken ? 2 : addresses == null ? 3 : 0;
        List<String> records = addresses == null || code != 0 ? List.of() : addresses;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8180 | code);
        out.writeShort(1);
        boolean alias = !name.toString().equals(TARGET) && !records.isEmpty();
        if (query[end - 3] == CNAME) {
            records = List.of();
        }
        out.writeShort(records.size() + (alias ? 1 : 0));
        out.writeInt(0);
        out.write(query, HEADER, end - HEADER);
        // Every other name is an alias of the target, whose addresses follow.
        byte[] target = {2, 'l', 'b', 0};
        if (alias) {
            record(out, 0xC00C, CNAME, target);
        }
        for (String address : records) {
            out.write(target);
            record(out, -1, 1, InetAddress.getByName(address).getAddress());
        }
        return bytes.toByteArray();
    }

    private static void record(DataOutputStream out, int name, int type, byte[] data) throws IOException {
        if (name >= 0) {
            out.writeShort(name);
        }
        out.writeShort(type);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(data.length);
        out.write(data);
    }

    @Override
    public void close() {
        socket.close();
    }
}
