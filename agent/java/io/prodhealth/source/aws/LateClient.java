package io.prodhealth.source.aws;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A client of a service that is made when it is first needed: some are megabytes of classes. Safe for threads. */
final class LateClient<C extends SdkAutoCloseable> {

    private final Supplier<C> maker;
    private @Nullable C made;

    LateClient(Supplier<C> maker) {
        this.maker = maker;
    }

    synchronized C get() {
        C now = made;
        if (now == null) {
            now = maker.get();
            made = now;
        }
        return now;
    }

    synchronized void close() {
        C now = made;
        if (now != null) {
            now.close();
        }
    }
}
