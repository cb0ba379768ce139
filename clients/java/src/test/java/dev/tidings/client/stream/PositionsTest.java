package dev.tidings.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "k3f;user:ann~1240", "41ySyh5n-12;user:ann~-1;everyone~77;public:news"})
    void writesWhatItReads(String resume) {
        assertThat(Positions.parse(resume)).hasToString(resume);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k 3", ";user:ann~1", "k3f;user:ann~soon", "k3f;user:ann~1~2", "k3f;", "k3f;user:ann~-2"})
    void refusesWhatIsNone(String resume) {
        assertThatThrownBy(() -> Positions.parse(resume)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnAfterAReceipt() {
        Positions after =
                Positions.after(List.of(new Position("user:ann", "k3f", 3), new Position("user:bob", "k3f", 9)));

        assertThat(after).hasToString("k3f;user:ann~3;user:bob~9");
        assertThat(after.of("user:bob"))
                .hasValueSatisfying(bob -> assertThat(bob.offset()).isEqualTo(9));
    }

    @Test
    void whileTheEpochChangesTheOldOneStands() {
        Positions first = Positions.parse("k3f;user:ann~3;everyone~4").with(new Position("user:ann", "m5x", 1));

        assertThat(first).asString().startsWith("k3f;");
        assertThat(first.with(new Position("everyone", "m5x", 2))).hasToString("m5x;user:ann~1;everyone~2");
    }

    @Test
    void inAnAddressThoseComeFirstThatAreNotAskedFor() {
        Positions all = Positions.parse("k3f;public:a~1;public:b~2;user:ann~3");

        assertThat(all.within(60, channel -> channel.startsWith("user:"))).hasToString("k3f;user:ann~3;public:a~1");
    }
}
