package dev.tidings.notifications.log;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Position;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Finishes an append of which nobody knows how far it came: looks what of it is in the log, and writes what is missing.
 * Called on an event loop and answering there.
 */
@ApplicationScoped
public class RepeatedAppend {

    private static final Logger LOG = Logger.getLogger(RepeatedAppend.class);

    private final EventLog log;
    private final LogSearch search;

    RepeatedAppend(EventLog log, LogSearch search) {
        this.log = log;
        this.search = search;
    }

    /** As {@link EventLog#append}, of the event with that id. */
    public Uni<Append> finish(List<AppChannel> channels, byte[] event, UUID id, Earlier attempts) {
        return search.find(id, channels, attempts)
                .chain(there -> finish(channels, event, there))
                .onFailure(LogSearch.NotSearched.class)
                .recoverWithItem(new Append.Unavailable());
    }

    private Uni<Append> finish(List<AppChannel> channels, byte[] event, Map<AppChannel, Position> there) {
        List<AppChannel> missing =
                channels.stream().filter(channel -> !there.containsKey(channel)).toList();
        LOG.infof("An append of unknown outcome is on %d of its %d channels", there.size(), channels.size());
        if (missing.isEmpty()) {
            return Uni.createFrom().item(new Append.Written(inOrder(channels, List.of(), there)));
        }
        return log.append(missing, event).map(append -> switch (append) {
            case Append.Written(var rest) -> new Append.Written(inOrder(channels, rest, there));
            // Of the whole nobody knows, and some of it is there already.
            case Append.Unavailable(), Append.OverCapacity() -> new Append.Unavailable();
        });
    }

    private static List<Position> inOrder(
            List<AppChannel> channels, List<Position> written, Map<AppChannel, Position> there) {
        Map<Channel, Position> all = new HashMap<>();
        there.values().forEach(position -> all.put(position.channel(), position));
        written.forEach(position -> all.put(position.channel(), position));
        return channels.stream().map(channel -> all.get(channel.channel())).toList();
    }
}
