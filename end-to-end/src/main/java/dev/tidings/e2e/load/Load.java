package dev.tidings.e2e.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Back ends that publish and devices that do whatever comes to their minds, until it is ended. A publish with a key is
 * repeated until it is accepted, as a real back end does it. Safe for use by several threads.
 */
public final class Load implements AutoCloseable {

    private static final int ACTIVE_USERS = 4;
    private static final int WITH_KEY = 3;
    private static final int DEVICES = 3;

    /** How many publishes are repeated at once; with so many open a back end waits. */
    private static final int MAX_OPEN = 120;

    private static final long PATIENCE_SECONDS = 90;

    /** An answer that was no acceptance. */
    public record Refused(Publication publication, Api.Answer answer) {}

    private final Api api;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<Future<?>> repeats = new ConcurrentLinkedQueue<>();
    private final Semaphore open = new Semaphore(MAX_OPEN);
    private final Queue<Publication.Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Api.Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<User> users = new ArrayList<>();

    private volatile List<User> active = List.of();
    private volatile long endedAt;
    private volatile boolean ended;

    public Load(Api api) {
        this.api = api;
        addUsers(ACTIVE_USERS);
    }

    /**
     * Begins.
     *
     * @param withoutKey how many back ends publish without a key; they call once, whatever comes of it
     */
    public void start(Random random, int withoutKey) {
        for (int i = 0; i < WITH_KEY + withoutKey; i++) {
            boolean keyed = i < WITH_KEY;
            Random own = new Random(random.nextLong());
            running.add(threads.submit(() -> until(() -> publish(Publication.random(own, active, keyed)), own)));
        }
        for (int i = 0; i < DEVICES; i++) {
            Random own = new Random(random.nextLong());
            running.add(threads.submit(() -> until(
                    () -> answers.add(active.get(own.nextInt(active.size())).anything(own)), own)));
        }
    }

    /** From now on it is about others: nothing new is sent to those of before, or said by them. */
    public void changeUsers() {
        addUsers(ACTIVE_USERS);
    }

    /** From now on it is about these and the latest before; nothing new is sent to those who were active longest. */
    public synchronized void addUsers(int count) {
        for (int i = 0; i < count; i++) {
            users.add(new User(api));
        }
        active = List.copyOf(users.subList(users.size() - ACTIVE_USERS, users.size()));
    }

    public synchronized List<User> users() {
        return List.copyOf(users);
    }

    /** Publishes it, too; it must be accepted at once. */
    public List<Publication.Accepted> accept(Publication publication) {
        Api.Answer answer = api.publish(publication.path(), publication.body(), publication.key());
        List<Publication.Accepted> positions =
                publication.accepted(answer).orElseThrow(() -> new AssertionError("not accepted: " + answer));
        accepted.addAll(positions);
        return positions;
    }

    public List<Publication.Accepted> accepted() {
        return List.copyOf(accepted);
    }

    /** What publishes were answered that were not accepted then. */
    public List<Refused> refused() {
        return List.copyOf(refused);
    }

    /** What devices were answered. */
    public List<Api.Answer> answers() {
        return List.copyOf(answers);
    }

    /** How often a device's stream ended, and it came back. */
    public int returns() {
        return users().stream().mapToInt(user -> user.ear().returns()).sum();
    }

    /** Returns when every publish with a key is accepted. */
    public void end() throws InterruptedException {
        endedAt = System.nanoTime();
        ended = true;
        for (Future<?> each : running) {
            await(each);
        }
        for (Future<?> each : repeats) {
            await(each);
        }
    }

    private static void await(Future<?> work) throws InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e);
        }
    }

    private void until(Runnable step, Random random) {
        while (!ended) {
            step.run();
            pause(20 + random.nextInt(60));
        }
    }

    private void publish(Publication publication) {
        if (!attempt(publication) && publication.key().isPresent()) {
            open.acquireUninterruptibly();
            repeats.add(threads.submit(() -> {
                try {
                    repeat(publication);
                } finally {
                    open.release();
                }
            }));
        }
    }

    /** While things fail it may be refused again and again; afterwards it must be accepted. */
    private void repeat(Publication publication) {
        long pause = 200;
        do {
            pause(pause);
            pause = Math.min(2 * pause, 2_000);
            if (ended && System.nanoTime() - endedAt > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("never accepted: " + publication);
            }
        } while (!attempt(publication));
    }

    private boolean attempt(Publication publication) {
        Api.Answer answer = api.publish(publication.path(), publication.body(), publication.key());
        Optional<List<Publication.Accepted>> positions = publication.accepted(answer);
        positions.ifPresentOrElse(accepted::addAll, () -> refused.add(new Refused(publication, answer)));
        return positions.isPresent();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
        users.forEach(User::close);
    }
}
