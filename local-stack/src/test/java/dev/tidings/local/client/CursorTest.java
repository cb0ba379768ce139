package dev.tidings.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.local.process.StackFailure;
import org.junit.jupiter.api.Test;

class CursorTest {

    @Test
    void goesOnFromAResumeString() {
        Cursor cursor = Cursor.parse("k3f;user:ann~1240;everyone");

        assertThat(cursor.advance("user:ann", 1240)).isFalse();
        assertThat(cursor.advance("user:ann", 1250)).isTrue();
        assertThat(cursor.resumeString()).isEqualTo("k3f;user:ann~1250;everyone");
    }

    @Test
    void whatWasRecoveredDoesNotTakeItBack() {
        Cursor cursor = Cursor.parse("k3f;user:ann~1240");

        cursor.subscribed("k3f", "user:ann", 1200, true);

        assertThat(cursor.advance("user:ann", 1230)).isFalse();
    }

    @Test
    void whatWasNotRecoveredGoesOnAfterTheHole() {
        Cursor cursor = Cursor.parse("k3f;user:ann~1240");

        cursor.subscribed("k3f", "user:ann", 1500, false);

        assertThat(cursor.resumeString()).isEqualTo("k3f;user:ann~1500");
    }

    @Test
    void anotherEpochMakesAllPositionsVoid() {
        Cursor cursor = Cursor.parse("k3f;user:ann~1240;everyone~77");

        cursor.subscribed("m5x", "user:ann", 3, false);

        assertThat(cursor.resumeString()).isEqualTo("m5x;user:ann~3");
    }

    @Test
    void aChannelWithNothingOnItYetIsReadFromItsBeginning() {
        Cursor cursor = Cursor.parse("");

        cursor.subscribed("k3f", "everyone", -1, false);

        assertThat(cursor.resumeString()).isEqualTo("k3f;everyone~-1");
        assertThat(Cursor.parse("k3f;everyone~-1").resumeString()).isEqualTo("k3f;everyone~-1");
        assertThat(cursor.advance("everyone", 0)).isTrue();
    }

    @Test
    void knowsThatAnEventIsMissing() {
        Cursor cursor = Cursor.parse("k3f;user:ann~1240");

        assertThat(cursor.isGapBefore("user:ann", 1240)).isFalse();
        assertThat(cursor.isGapBefore("user:ann", 1245)).isTrue();
        assertThat(cursor.isGapBefore("public:new", 5)).isFalse();
    }

    @Test
    void refusesWhatIsNoPosition() {
        assertThatThrownBy(() -> Cursor.parse("k3f;user:ann~soon")).isInstanceOf(StackFailure.class);
    }
}
