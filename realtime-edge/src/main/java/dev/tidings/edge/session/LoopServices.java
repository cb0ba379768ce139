package dev.tidings.edge.session;

import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.log.EventWriter;

/** What the sessions of one event loop have in common. Immutable; each of it says by itself who may use it. */
record LoopServices(Deliverer deliverer, Credentials credentials, EventWriter writer, EdgeConfig.Sessions config) {}
