package io.prodhealth.source.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body as a stream for one reader, handed over buffer by buffer. Fabric8 has such a stream, but it copies byte by byte,
 * which is most of what watching a busy cluster costs, and it does not end when another thread closes it.
 */
final class BodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {

    /** Buffers that may wait for the reader; past it the connection waits. */
    private static final int MOST_WAITING = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable AsyncBody body;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    /** The answer has begun; from now on the body flows. */
    void begin(AsyncBody asyncBody) {
        lock.lock();
        try {
            body = asyncBody;
        } finally {
            lock.unlock();
        }
        asyncBody.done().whenComplete((none, thrown) -> end(thrown)).exceptionally(thrown -> null);
        asyncBody.consume();
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody asyncBody) {
        boolean more;
        lock.lock();
        try {
            waiting.addAll(buffers);
            more = waiting.size() < MOST_WAITING;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        if (more) {
            asyncBody.consume();
        }
    }

    private void end(@Nullable Throwable thrown) {
        lock.lock();
        try {
            failure = thrown;
            ended = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        boolean drained;
        int count;
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    throw new IOException("closed");
                }
                if (ended) {
                    return endOrThrow();
                }
                arrived.await();
            }
            ByteBuffer first = waiting.getFirst();
            count = Math.min(length, first.remaining());
            first.get(into, offset, count);
            drained = !first.hasRemaining();
            if (drained) {
                waiting.removeFirst();
            }
            drained &= waiting.size() == MOST_WAITING - 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
        if (drained && body != null) {
            body.consume();
        }
        return count;
    }

    private int endOrThrow() throws IOException {
        if (failure != null) {
            throw new IOException("the connection was lost", failure);
        }
        return -1;
    }

    @Override
    public void close() {
        AsyncBody open;
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            open = ended ? null : body;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.cancel();
        }
    }
}
