package dev.tidings.edge.session;

import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.config.LimitsByApp;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.log.EventWriter;
import dev.tidings.edge.presence.Presence;

/** What the sessions of one event loop have in common. Immutable; each of it says by itself who may use it. */
record LoopServices(
        Deliverer deliverer,
        Credentials credentials,
        EventWriter writer,
        Presence presence,
        LimitsByApp limits,
        SessionMeters meters,
        EdgeConfig.Sessions config) {}
