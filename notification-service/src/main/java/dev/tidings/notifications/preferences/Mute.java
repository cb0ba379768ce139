package dev.tidings.notifications.preferences;

import dev.tidings.contract.position.Position;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * A category that a user muted, between two positions of the app's channel {@code everyone}. Belongs to one session of the
 * database, on one event loop. Its queries have names, so they are read while the service starts: the first takes some tenths of a
 * second, which an event loop doesn't have.
 */
@Entity
@NamedQuery(
        name = Mute.PRESENT,
        query = "from Mute where app = ?1 and userId = ?2 and untilOffset is null order by category")
@NamedQuery(
        name = Mute.OVER,
        query = "from Mute where app = ?1 and userId = ?2 and untilOffset is not null order by id desc")
@NamedQuery(name = Mute.ALL, query = "from Mute where app = ?1 and userId = ?2")
@Table(name = "mute")
@SuppressWarnings("UnusedVariable") // The database reads them.
class Mute {

    static final String PRESENT = "Mute.present";
    static final String OVER = "Mute.over";
    static final String ALL = "Mute.all";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String app;
    private String userId;
    private String category;
    private String afterEpoch;
    private long afterOffset;
    private String untilEpoch;
    private Long untilOffset;

    /** Hibernate's. */
    Mute() {}

    Mute(String app, String user, String category, Position after) {
        this.app = app;
        this.userId = user;
        this.category = category;
        this.afterEpoch = after.epoch().text();
        this.afterOffset = after.offset();
    }

    String category() {
        return category;
    }

    /** Whether anything was there since: if not, it muted nothing. */
    boolean beganAt(Position position) {
        return afterEpoch.equals(position.epoch().text()) && afterOffset >= position.offset();
    }

    void end(Position until) {
        untilEpoch = until.epoch().text();
        untilOffset = until.offset();
    }
}
