package dev.tidings.auth.revocation;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;

/** Where the log of revocations is. The clients read it themselves; that it is here makes the service refuse to start without. */
@Unremovable // Nobody injects it, and it is looked at all the same.
@ConfigMapping(prefix = "kafka.bootstrap")
interface BrokersConfig {

    /** The brokers that are asked first: {@code kafka-1:9092,kafka-2:9092}. */
    String servers();
}
