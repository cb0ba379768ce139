package dev.tidings.notifications.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The database. Its address is one setting, {@code tidings.store.url}, from which both drivers have theirs. */
@ConfigMapping(prefix = "tidings.store")
interface StoreConfig {

    /** Where the database is: {@code postgresql://host:5432/tidings}. Read by the drivers' own settings. */
    String url();

    /** Whether this instance brings the schema up to date. In production a job does, before any instance needs it. */
    @WithDefault("true")
    boolean migrate();
}
