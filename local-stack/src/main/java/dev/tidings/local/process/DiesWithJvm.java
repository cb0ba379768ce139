package dev.tidings.local.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What must not outlive this JVM, however it ends short of a SIGKILL. For tests; the supervisor keeps an order. */
public final class DiesWithJvm {

    /** Ends a process, at once; also when it has ended. */
    public interface Mortal {
        void close();
    }

    private static final Set<Mortal> MORTALS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> MORTALS.forEach(Mortal::close), "end-processes"));
    }

    private DiesWithJvm() {}

    public static void add(Mortal mortal) {
        MORTALS.add(mortal);
    }

    public static void remove(Mortal mortal) {
        MORTALS.remove(mortal);
    }
}
