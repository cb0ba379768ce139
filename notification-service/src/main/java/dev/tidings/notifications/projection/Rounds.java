package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a batch so that it can be written in sets and still happens in order for each user: in a round, a user's items come
 * before their word, and there is at most one word of each user. A batch without words is one round.
 */
final class Rounds {

    /** Items first, then the words. */
    record Round(List<Entry> items, List<Entry> words) {
        Round() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private Rounds() {}

    static List<Round> of(List<Entry> entries) {
        List<Round> rounds = new ArrayList<>();
        // The first round that a channel's next item may be in: the one after its last word.
        Map<AppChannel, Integer> open = new HashMap<>();
        for (Entry entry : entries) {
            int index = open.getOrDefault(entry.channel(), 0);
            switch (entry.said()) {
                case Said.Item _ -> round(rounds, index).items().add(entry);
                case Said.Word _ -> {
                    round(rounds, index).words().add(entry);
                    open.put(entry.channel(), index + 1);
                }
                case Said.Nothing() -> {}
            }
        }
        return rounds;
    }

    private static Round round(List<Round> rounds, int index) {
        if (index == rounds.size()) {
            rounds.add(new Round());
        }
        return rounds.get(index);
    }
}
