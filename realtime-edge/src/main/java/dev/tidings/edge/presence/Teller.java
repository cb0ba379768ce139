package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Takes the roster of whatever channel has changed to the boards of the event loops. The first change is told at once, those that
 * follow together a moment later: a thousand who come back at the same time are a few messages, not a thousand, and who was
 * only gone for that moment was not gone. One thread of its own.
 */
final class Teller implements PresenceView.Changes {

    private static final Logger LOG = Logger.getLogger(Teller.class);
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What there is to tell: asked each time. */
    interface Source {
        /** False while a roster would be a part of one. */
        boolean isComplete();

        boolean isWatched(AppChannel channel);

        Set<AppChannel> channels();

        Roster roster(AppChannel channel);
    }

    private final Collection<Board> boards;
    private final Source source;
    /** Bounded by the channels that there are. */
    private final Set<AppChannel> changed = ConcurrentHashMap.newKeySet();

    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
    private final Thread thread =
            Thread.ofPlatform().name("presence-teller").daemon().unstarted(this::run);

    Teller(Collection<Board> boards, Source source) {
        this.boards = boards;
        this.source = source;
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(PATIENCE);
    }

    /** Never blocks. */
    @Override
    public void changed(AppChannel channel) {
        if (source.isWatched(channel)) {
            changed.add(channel);
            bell.offer(true);
        }
    }

    @Override
    public void allChanged() {
        source.channels().stream().filter(source::isWatched).forEach(changed::add);
        bell.offer(true);
    }

    private void run() {
        try {
            while (true) {
                bell.take();
                tell();
                Thread.sleep(PACE);
            }
        } catch (InterruptedException e) {
            // Only stop() does that.
        }
    }

    private void tell() {
        if (!source.isComplete()) {
            // Then all of them are told.
            return;
        }
        try {
            Map<AppChannel, Roster> news = new HashMap<>();
            for (AppChannel channel : Set.copyOf(changed)) {
                // First, so that what changes from now on is told again.
                changed.remove(channel);
                news.put(channel, source.roster(channel));
            }
            if (source.isComplete()) {
                boards.forEach(board -> board.post(news));
            }
        } catch (RuntimeException e) {
            LOG.error("Who came and went could not be told", e);
        }
    }
}
