package dev.tidings.notifications.publish;

import dev.tidings.contract.channel.Channel;
import java.util.List;

/** Whom a notification is for. The closed set of ways to say so; immutable. */
sealed interface Recipients {

    /** An event on each of them, in this order; none twice. */
    List<Channel> channels();

    /** Each has it in the feed. */
    record Users(List<Channel> channels) implements Recipients {
        public Users {
            channels = List.copyOf(channels);
        }

        /** Who is named twice is there once. */
        static Users of(List<String> ids) {
            return new Users(
                    ids.stream().distinct().<Channel>map(Channel.User::new).toList());
        }
    }

    /** The app's whole: one event, one feed entry, whatever the number of users. */
    record Everyone() implements Recipients {
        @Override
        public List<Channel> channels() {
            return List.of(Channel.EVERYONE);
        }
    }

    /** Live and replayable, in no feed. */
    record Topic(Channel channel) implements Recipients {
        @Override
        public List<Channel> channels() {
            return List.of(channel);
        }
    }
}
