package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a batch so that it can be written in sets and still happens in order for each user: in a round, a user's items come
 * before their word, and there is at most one word of each user. A batch without words is one round. Of watermarks that follow
 * each other and reach as far or further only the last one is written: a user who says it all the time holds nobody up.
 */
final class Rounds {

    /** Items first, then the words. */
    record Round(List<Entry> items, List<Entry> words) {
        Round() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final List<Round> all = new ArrayList<>();

    /** The first round that a channel's next item may be in: the one after its last word. */
    private final Map<AppChannel, Integer> open = new HashMap<>();

    /** The words that nothing of their channel follows yet, and where each stands in its round. */
    private final Map<AppChannel, Integer> last = new HashMap<>();

    private Rounds() {}

    static List<Round> of(List<Entry> entries) {
        Rounds rounds = new Rounds();
        entries.forEach(rounds::add);
        return rounds.all;
    }

    private void add(Entry entry) {
        switch (entry.said()) {
            case Said.Item _ -> {
                last.remove(entry.channel());
                round(open.getOrDefault(entry.channel(), 0)).items().add(entry);
            }
            case Said.Word word -> {
                if (!takesThePlace(entry, word)) {
                    int index = open.getOrDefault(entry.channel(), 0);
                    List<Entry> words = round(index).words();
                    last.put(entry.channel(), words.size());
                    words.add(entry);
                    open.put(entry.channel(), index + 1);
                }
            }
            case Said.Nothing() -> {}
        }
    }

    /** Whether it says all that the word before it says, which it then replaces. */
    private boolean takesThePlace(Entry entry, Said.Word word) {
        Integer where = last.get(entry.channel());
        if (where == null) {
            return false;
        }
        List<Entry> words = all.get(open.get(entry.channel()) - 1).words();
        boolean covers = word instanceof Said.UpTo upTo
                && words.get(where).said() instanceof Said.UpTo before
                && upTo.covers(before);
        if (covers) {
            words.set(where, entry);
        }
        return covers;
    }

    private Round round(int index) {
        if (index == all.size()) {
            all.add(new Round());
        }
        return all.get(index);
    }
}
