package dev.tidings.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChannelViewTest {

    @Test
    void oneAfterAnotherIsFine() {
        Tally tally = saw(0, 1, 2);

        assertThat(tally.gaps()).isZero();
        assertThat(tally.repeats()).isZero();
        assertThat(tally.disordered()).isZero();
    }

    @Test
    void whatIsLeftOutIsAGap() {
        assertThat(saw(0, 1, 5, 6).gaps()).isEqualTo(3);
    }

    @Test
    void whatComesTwiceIsARepeat() {
        assertThat(saw(0, 1, 1, 0, 2).repeats()).isEqualTo(2);
    }

    @Test
    void whatComesLateIsNoGapButOutOfOrder() {
        Tally tally = saw(0, 2, 1, 3);

        assertThat(tally.gaps()).isZero();
        assertThat(tally.repeats()).isZero();
        assertThat(tally.disordered()).isEqualTo(1);
    }

    private static Tally saw(long... sequences) {
        ChannelView view = new ChannelView();
        Tally tally = new Tally();
        LongStream.of(sequences).forEach(sequence -> view.saw(sequence, tally));
        return tally;
    }
}
