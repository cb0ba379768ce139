package dev.tidings.contract.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayPageTest {

    private final ReplayPage page = new ReplayPage(90, List.of(event(11, "{\"a\":1}"), event(40, "{\n}")));

    @Test
    void whatWasWrittenIsRead() {
        ReplayPage read = ReplayPage.read(10, 90, page.body());

        assertThat(read.upTo()).isEqualTo(90);
        assertThat(read.events()).extracting(ReplayPage.Event::offset).containsExactly(11L, 40L);
        assertThat(read.events())
                .extracting(event -> new String(event.value(), StandardCharsets.UTF_8))
                .containsExactly("{\"a\":1}", "{\n}");
    }

    @Test
    void aPageMayHaveNothingButHowFarItGoes() {
        assertThat(ReplayPage.read(10, 90, new byte[0])).isEqualTo(new ReplayPage(90, List.of()));
    }

    @Test
    void anEventThatWasAlreadyHadIsNoPage() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayPage.read(11, 90, page.body()));
    }

    @Test
    void anEventPastTheEndIsNoPage() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayPage.read(10, 39, page.body()));
    }

    @Test
    void anEndBeforeTheBeginningIsNoPage() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayPage.read(10, 9, new byte[0]));
    }

    @Test
    void aPageThatWasCutOffIsNoPage() {
        byte[] body = page.body();
        for (int length = 1; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            if (length != Long.BYTES + Integer.BYTES + "{\"a\":1}".length()) {
                assertThatIllegalArgumentException().isThrownBy(() -> ReplayPage.read(10, 90, cut));
            }
        }
    }

    @Test
    void aLengthThatCantBeIsNoPage() {
        for (int length : new int[] {-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            byte[] body = ByteBuffer.allocate(12).putLong(11).putInt(length).array();
            assertThatIllegalArgumentException().isThrownBy(() -> ReplayPage.read(10, 90, body));
        }
    }

    private static ReplayPage.Event event(long offset, String json) {
        return new ReplayPage.Event(offset, json.getBytes(StandardCharsets.UTF_8));
    }
}
