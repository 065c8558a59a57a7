package io.prodhealth.config;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal to the process. It is handled by reflection, because the compiler warns of sun.misc.Signal, warnings are errors
 * here, and this one cannot be silenced.
 */
public enum ProcessSignal {
    /** To read the configuration again. */
    HUP,
    /** Ctrl-C. */
    INT,
    /** To end. */
    TERM;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignal.class);

    /** Runs the action at every such signal, on a thread of its own, in place of the JVM's end. False where none can be. */
    public boolean handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    ProcessSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getDeclaringClass().equals(Object.class)) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            Object mine = signal.getConstructor(String.class).newInstance(name());
            Object before = signal.getMethod("handle", signal, handler).invoke(null, mine, proxy);
            return before != null;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.atDebug().setCause(e).log("no handling of SIG" + name() + " here");
            return false;
        }
    }
}
