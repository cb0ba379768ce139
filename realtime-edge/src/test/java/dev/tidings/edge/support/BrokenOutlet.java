package dev.tidings.edge.support;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.rendering.Outlet;
import dev.tidings.edge.rendering.Rendered;
import dev.tidings.edge.rendering.SharedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An outlet that fails on its third event, and never again. */
public class BrokenOutlet implements Outlet {

    private static final int FAILS_AT = 3;
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Rendered> written = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch aborted = new CountDownLatch(1);

    /** So many events, or as many as came in time. */
    public List<Rendered> messages(int count) throws InterruptedException {
        List<Rendered> all = new ArrayList<>();
        Rendered next;
        while (all.size() < count && (next = written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) != null) {
            all.add(next);
        }
        return all;
    }

    /** Waits for it. */
    public boolean isAborted() throws InterruptedException {
        return aborted.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public int failures() {
        return failures.get();
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(Rendered event) {
        if (asked.incrementAndGet() == FAILS_AT) {
            failures.incrementAndGet();
            throw new IllegalStateException("on purpose");
        }
        written.add(event);
    }

    @Override
    public void write(ServerMessage message) {}

    @Override
    public void write(SharedMessage message) {}

    @Override
    public String way() {
        return "websocket";
    }

    @Override
    public boolean stays() {
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void onEnd(Runnable action) {}

    @Override
    public void onWritable(Runnable action) {}

    @Override
    public void follow(Supplier<ResumeString> position) {}

    @Override
    public boolean hears() {
        return false;
    }

    @Override
    public boolean takeWritten() {
        return true;
    }

    @Override
    public long unsent() {
        return 0;
    }

    @Override
    public void close(CloseCode code) {}

    @Override
    public void abort() {
        aborted.countDown();
    }
}
