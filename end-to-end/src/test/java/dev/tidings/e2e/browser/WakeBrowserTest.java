package dev.tidings.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page that waits for its next attempt makes it at once when there is a reason to. Its time stands still. */
@Timeout(180)
class WakeBrowserTest {

    private final Browsing ann = Browsing.asSomeone().withStoppedClock();

    @AfterEach
    void close() {
        ann.close();
    }

    @Test
    void whenTheNetworkIsBack() {
        BellPage page = afterManyFailures();
        page.page.evaluate("dispatchEvent(new Event('online'))");
        page.when("attempts === before + 1");
    }

    @Test
    void whenThePageIsLookedAtAgain() {
        BellPage page = afterManyFailures();
        page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        page.when("attempts === before + 1");
    }

    private BellPage afterManyFailures() {
        ann.context.addInitScript("""
                window.attempts = 0
                Math.random = () => 0.999
                window.WebSocket = class {
                  readyState = 0
                  constructor() { attempts++; setTimeout(() => { this.onclose?.({ code: 1006 }) }, 10) }
                  close() {}
                }""");
        ann.context.route("**/v1/stream*", route -> route.abort());
        BellPage page = ann.bell();
        page.when("attempts > 0");
        // Each failure of either way is reported after a moment of real time, and the next attempt waits longer.
        page.when(
                "tidings.status.value.state === 'waiting' && (window.before = attempts) > 4",
                () -> page.page.clock().runFor(1_000));
        page.page.clock().runFor(1_000);
        assertThat(page.page.evaluate("attempts === before && tidings.status.value.state === 'waiting'"))
                .isEqualTo(true);
        return page;
    }
}
