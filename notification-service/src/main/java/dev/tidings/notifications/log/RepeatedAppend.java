package dev.tidings.notifications.log;

import dev.tidings.contract.position.Position;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** As {@link EventLog#append}, of records that have the ids they had in the earlier attempts. */
    public Uni<Append> finish(List<NewRecord> records, Earlier attempts) {
        Set<NewRecord.Name> names = records.stream().map(NewRecord::name).collect(Collectors.toUnmodifiableSet());
        return search.find(names, attempts)
                .chain(there -> finish(records, there))
                .onFailure(LogSearch.NotSearched.class)
                .recoverWithItem(new Append.Unavailable());
    }

    private Uni<Append> finish(List<NewRecord> records, Map<NewRecord.Name, Position> there) {
        List<NewRecord> missing = records.stream()
                .filter(record -> !there.containsKey(record.name()))
                .toList();
        LOG.infof("Of an append of unknown outcome %d of %d records are there", there.size(), records.size());
        if (missing.isEmpty()) {
            return Uni.createFrom().item(new Append.Written(inOrder(records, there)));
        }
        return log.append(missing).map(append -> switch (append) {
            case Append.Written(var positions) -> {
                Map<NewRecord.Name, Position> all = new HashMap<>(there);
                for (int i = 0; i < missing.size(); i++) {
                    all.put(missing.get(i).name(), positions.get(i));
                }
                yield new Append.Written(inOrder(records, all));
            }
            // Of the whole nobody knows, and some of it is there already.
            case Append.Unavailable(), Append.OverCapacity() -> new Append.Unavailable();
        });
    }

    private static List<Position> inOrder(List<NewRecord> records, Map<NewRecord.Name, Position> positions) {
        return records.stream().map(record -> positions.get(record.name())).toList();
    }
}
