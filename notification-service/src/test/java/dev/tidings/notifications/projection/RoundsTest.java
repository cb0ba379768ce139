package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final AppChannel ANN = new AppChannel("demo", new Channel.User("ann"));
    private static final AppChannel BOB = new AppChannel("demo", new Channel.User("bob"));

    @Test
    void watermarksThatFollowEachOtherAreOne() {
        List<Entry> words = Stream.concat(
                        Stream.of(entry(BOB, 0, upTo(Op.SEEN, 0, 0, ""))),
                        LongStream.range(1, 500).mapToObj(offset -> entry(ANN, offset, upTo(Op.READ, offset, 7, "x"))))
                .toList();
        assertThat(Rounds.of(words))
                .singleElement()
                .satisfies(round -> assertThat(round.words()).containsExactly(words.getFirst(), words.getLast()));
    }

    @Test
    void oneThatSaysLessOrSomethingElseIsOneMore() {
        Said said = upTo(Op.READ, 5, 5, "");
        assertThat(roundsOf(said, upTo(Op.READ, 4, 6, ""))).isEqualTo(2);
        assertThat(roundsOf(said, upTo(Op.READ, 6, 4, ""))).isEqualTo(2);
        assertThat(roundsOf(said, upTo(Op.READ, 6, Place.NOWHERE, ""))).isEqualTo(2);
        assertThat(roundsOf(said, upTo(Op.SEEN, 6, 6, ""))).isEqualTo(2);
        assertThat(roundsOf(said, upTo(Op.READ, 6, 6, "x"))).isEqualTo(2);
        assertThat(roundsOf(said, new Said.Of(Op.UNREAD, List.of("a")), said)).isEqualTo(3);
        assertThat(roundsOf(said, new Said.Item("a", "", Optional.empty(), false), said))
                .isEqualTo(2);
        assertThat(roundsOf(said, new Said.Nothing(), said)).isEqualTo(1);
    }

    private static int roundsOf(Said... said) {
        return Rounds.of(LongStream.range(0, said.length)
                        .mapToObj(offset -> entry(ANN, offset, said[(int) offset]))
                        .toList())
                .size();
    }

    private static Said upTo(Op op, long own, long everyone, String category) {
        return new Said.UpTo(op, own, everyone, category);
    }

    private static Entry entry(AppChannel channel, long offset, Said said) {
        return new Entry(channel, offset, Instant.EPOCH, new byte[0], said, Optional.empty());
    }
}
