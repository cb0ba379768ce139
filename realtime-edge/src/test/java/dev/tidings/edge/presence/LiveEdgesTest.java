package dev.tidings.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who lives is told by the topic alone, in this edge's own beats. */
class LiveEdgesTest {

    private static final long NOW = 1_000_000;

    private final LiveEdges edges = new LiveEdges("m", Duration.ofSeconds(2));

    @Test
    void whoIsNotHeardForSixBeatsIsTakenForDead() {
        edges.heard("a", NOW);
        for (int beat = 1; beat < LiveEdges.SILENT_AFTER; beat++) {
            assertThat(edges.beat()).isFalse();
            assertThat(edges.isAlive("a")).isTrue();
        }
        assertThat(edges.beat()).isTrue();
        assertThat(edges.isAlive("a")).isFalse();
        assertThat(edges.isAlive("m")).isTrue();
    }

    @Test
    void whoIsHeardAgainLivesAgain() {
        edges.heard("a", NOW);
        beats(LiveEdges.SILENT_AFTER);
        assertThat(edges.heard("a", NOW)).isTrue();
        assertThat(edges.isAlive("a")).isTrue();
        assertThat(edges.heard("a", NOW)).isFalse();
    }

    @Test
    void howLateARecordIsReadDoesNotMatter() {
        edges.heard("a", NOW);
        edges.heard("a", NOW + 1_000_000);
        assertThat(edges.isAlive("a")).isTrue();
    }

    @Test
    void whoWasSilentForLongBeforeThisEdgeBeganIsNotWaitedFor() {
        edges.heard("dead", NOW - 12_001);
        edges.heard("alive", NOW - 11_000);
        edges.beginAt(NOW);
        assertThat(edges.isAlive("dead")).isFalse();
        assertThat(edges.isAlive("alive")).isTrue();
    }

    @Test
    void whoGoesIsWaitedForOnlyAMoment() {
        edges.going("a", NOW);
        edges.beat();
        assertThat(edges.isAlive("a")).isTrue();
        edges.beat();
        assertThat(edges.isAlive("a")).isFalse();
    }

    @Test
    void theFirstOfThoseWhoLiveBuriesTheDead() {
        edges.heard("dead", NOW);
        beats(30);
        edges.heard("z", NOW);
        assertThat(edges.toBury()).containsExactly("dead");
        edges.heard("a", NOW);
        assertThat(edges.toBury()).isEmpty();
        beats(LiveEdges.SILENT_AFTER);
        assertThat(edges.toBury()).containsExactly("dead");
        edges.gone("dead");
        assertThat(edges.toBury()).isEmpty();
    }

    private void beats(int count) {
        for (int beat = 0; beat < count; beat++) {
            edges.beat();
        }
    }
}
