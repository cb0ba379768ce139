package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.delivery.Deliverers;
import dev.tidings.edge.log.PresenceReader;
import dev.tidings.edge.log.PresenceWriter;
import dev.tidings.edge.rendering.Outlet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is on which presence channel, of all edges, and the telling of it. No edge keeps it alone: each writes its own members to
 * a compacted topic, and reads there those of all. Safe for use by any thread.
 */
@Singleton
public final class Presence implements Teller.Source {

    /** Another one with each start of the process: what the one before left behind is a dead edge's. */
    private final String edge = UUID.randomUUID().toString();

    private final Seats seats = new Seats();
    private final LiveEdges edges;
    private final OwnSeats own = new OwnSeats(edge, seats);
    private final PresenceReader reader;
    private final Duration linger;
    private final int mostMembers;
    private final Map<EventLoop, Board> boards;
    private final Teller teller;
    private final Publisher publisher;
    private final PresenceView view;

    @Inject
    Presence(
            Deliverers deliverers,
            PresenceReader reader,
            PresenceWriter writer,
            EdgeConfig config,
            MeterRegistry meters) {
        this.reader = reader;
        this.edges = new LiveEdges(edge, config.presence().beat());
        this.linger = config.presence().linger();
        this.mostMembers = config.presence().members();
        this.boards =
                deliverers.loops().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Board::new));
        this.teller = new Teller(boards.values(), this);
        this.publisher =
                new Publisher(edge, writer, own, seats, edges, config.presence().beat());
        Counter invalid = Counter.builder("tidings.edge.presence.invalid")
                .description("Records of the presence topic that could not be read")
                .register(meters);
        this.view = new PresenceView(edge, seats, own, edges, teller, invalid);
        meters.gauge("tidings.edge.presence.members", own, OwnSeats::size);
        meters.gauge("tidings.edge.presence.edges", edges, LiveEdges::size);
    }

    void start(@Observes StartupEvent event) {
        teller.start();
        publisher.start();
        reader.start(view);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        teller.stop();
        publisher.stop();
    }

    /** Whether one more may come, that user. */
    public boolean hasRoom(AppChannel channel, String user) {
        return seats.hasRoom(channel, mostMembers, user);
    }

    /** For a connection of that event loop. */
    public Attendance attendance(EventLoop loop, Outlet outlet) {
        return new Attendance(own, teller, publisher, boards.get(loop), outlet, linger);
    }

    /** False where a thread of it has died: who comes and goes would not be seen any more. */
    public boolean isAlive() {
        return reader.isAlive() && teller.isAlive() && publisher.isAlive();
    }

    @Override
    public boolean isComplete() {
        return view.isComplete();
    }

    @Override
    public boolean isWatched(AppChannel channel) {
        return own.areOn(channel);
    }

    @Override
    public Set<AppChannel> channels() {
        return seats.channels();
    }

    @Override
    public Roster roster(AppChannel channel) {
        return seats.roster(channel, edges::isAlive);
    }
}
