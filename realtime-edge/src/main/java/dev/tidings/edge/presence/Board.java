package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The watches of one event loop, and the rosters they are told. Confined to that loop, apart from posting. */
final class Board {

    private static final Logger LOG = Logger.getLogger(Board.class);

    private static final class Watched {
        final Set<Watch> watches = new LinkedHashSet<>();
        /** Null until there was one. */
        Roster roster;
    }

    private final EventLoop loop;
    private final Map<AppChannel, Watched> channels = new HashMap<>();
    /** The latest of each channel that the loop has not read: bounded by the channels, however far it is behind. */
    private final Map<AppChannel, Roster> news = new ConcurrentHashMap<>();

    private final AtomicBoolean called = new AtomicBoolean();

    Board(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /** May be called by any thread, and doesn't wait. */
    void post(Map<AppChannel, Roster> rosters) {
        news.putAll(rosters);
        if (called.compareAndSet(false, true)) {
            try {
                loop.execute(this::read);
            } catch (RejectedExecutionException e) {
                // The process is stopping: there is nobody left to tell.
            }
        }
    }

    void add(Watch watch) {
        assert loop.inEventLoop();
        channels.computeIfAbsent(watch.channel(), channel -> new Watched())
                .watches
                .add(watch);
    }

    void remove(Watch watch) {
        assert loop.inEventLoop();
        Watched watched = channels.get(watch.channel());
        if (watched != null && watched.watches.remove(watch) && watched.watches.isEmpty()) {
            channels.remove(watch.channel());
        }
    }

    /** It may be possible now to tell it what it was not told. */
    void tellAgain(Watch watch) {
        assert loop.inEventLoop();
        Watched watched = channels.get(watch.channel());
        if (watched != null && watched.roster != null && watch.canBeTold(watched.roster)) {
            try (Telling telling = new Telling(watch.channel(), watched.roster)) {
                tell(telling, watch);
            }
        }
    }

    private void read() {
        called.set(false);
        for (AppChannel channel : Set.copyOf(news.keySet())) {
            Roster roster = news.remove(channel);
            Watched watched = channels.get(channel);
            if (roster != null && watched != null) {
                watched.roster = roster;
                tellAll(channel, watched);
            }
        }
    }

    private static void tellAll(AppChannel channel, Watched watched) {
        try (Telling telling = new Telling(channel, watched.roster)) {
            // Writing may show that a connection is gone, which takes its watches away.
            for (Watch watch : List.copyOf(watched.watches)) {
                if (watch.canBeTold(watched.roster)) {
                    tell(telling, watch);
                }
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("Who came and went could not be told", e);
        }
    }

    private static void tell(Telling telling, Watch watch) {
        telling.tell(watch);
        watch.outlet().flush();
    }
}
