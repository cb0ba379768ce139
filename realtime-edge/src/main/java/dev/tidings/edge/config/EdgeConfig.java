package dev.tidings.edge.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Every limit of the edge, with its default. */
@ConfigMapping(prefix = "tidings.edge")
public interface EdgeConfig {

    /** By app: what is otherwise for it than for the rest. */
    Map<String, App> apps();

    Tail tail();

    CatchUp catchUp();

    Handshakes handshakes();

    Sessions session();

    Drain drain();

    Presence presence();

    interface App {

        AppLimits limits();
    }

    /** What is otherwise for an app than for the rest; what is not said is as in {@link Sessions}. */
    interface AppLimits {

        /** Of the whole app on this edge: its share of it. */
        OptionalInt connections();

        OptionalInt connectionsPerUser();

        /** Of the whole app on this edge, with a burst of five seconds' worth; 0 is no limit. */
        OptionalInt handshakesPerSecond();

        /** At most {@link Sessions#largestMessage}. */
        OptionalInt messageBytes();

        OptionalInt messagesPerSecond();

        OptionalInt messageBurst();

        OptionalInt channels();
    }

    interface Tail {

        /** How much of the log is read back at the start, before the edge is ready. */
        @WithDefault("PT10M")
        Duration window();

        /** How many bytes of it are held; a quarter of the heap where nothing is said. */
        Optional<MemorySize> bytes();
    }

    interface CatchUp {

        /** How many records of its partition a position may lie back; further is {@code too-far}. */
        @WithDefault("1000000")
        long maxDistance();

        Pages pages();
    }

    /** The way to what lies far back in the log of a user's channel: notification-service has it by offset. */
    interface Pages {

        /** Where notification-service is. Without it, and without the secret, everything is read from the log. */
        Optional<URI> url();

        /** From so many records of the partition on a page is asked for; reading up to there takes less time. */
        @WithDefault("10000")
        long fromDistance();

        /** After a failure nobody is sent this way for so long: a thousand clients don't wait for a thousand time-outs. */
        @WithDefault("PT5S")
        Duration restAfterFailure();
    }

    interface Handshakes {

        /** Of one address; 0 is no limit. */
        @WithDefault("100")
        int perSecond();

        @WithDefault("500")
        int burst();
    }

    interface Presence {

        /** How often an edge gives a sign of life; after six without one it is taken for dead. The same on every edge. */
        @WithDefault("PT2S")
        Duration beat();

        /** So long a user whose connection ended is still there: who comes back by then, anywhere, was never gone. */
        @WithDefault("PT2S")
        Duration linger();

        /** Of one channel, a user counted for each edge that has them; who comes then is refused. */
        @WithDefault("10000")
        int members();
    }

    interface Drain {

        /** Over how long the connections are spread that are told to go; the process's grace period must be longer. */
        @WithDefault("PT20S")
        Duration window();
    }

    interface Sessions {

        /** After so much silence the edge says something, and after three times as much it gives a peer up. */
        @WithDefault("PT25S")
        Duration heartbeat();

        /** A socket that takes nothing for so long is closed. */
        @WithDefault("PT60S")
        Duration noProgress();

        /**
         * Of all apps on this edge; who comes then is told to try another. Its memory and its open files must be enough for
         * them.
         */
        @WithDefault("20000")
        int connections();

        /** Of one message of a client. */
        @WithDefault("16384")
        int messageBytes();

        /** What is read of a message before anybody asks whose it is: no app can have more. */
        @WithDefault("16384")
        int largestMessage();

        @WithDefault("20")
        int messagesPerSecond();

        @WithDefault("40")
        int messageBurst();

        /** So long over the message rate, and the connection is closed. */
        @WithDefault("PT5S")
        Duration overRate();

        /** So many refused as {@code bad-message} in a minute, and the connection is closed. */
        @WithDefault("20")
        int badMessagesPerMinute();

        /** Besides the two that are subscribed by themselves. */
        @WithDefault("100")
        int channels();

        /** Of one user on this edge. */
        @WithDefault("20")
        int connectionsPerUser();
    }
}
