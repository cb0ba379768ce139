package dev.tidings.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TailAgeTest {

    private final TailAge age = new TailAge();

    @Test
    void itIsTheAgeOfTheOldestToTheSecond() {
        assertThat(age.seconds(0)).isZero();
        for (int i = 0; i < 100; i++) {
            age.appended(i * 500L);
        }
        assertThat(age.seconds(50_000)).isEqualTo(50);
        for (int evicted = 1; evicted < 100; evicted++) {
            age.evicted();
            assertThat(age.seconds(50_000)).isBetween(50 - evicted * 0.5, 50 - evicted * 0.5 + 1);
        }
    }
}
