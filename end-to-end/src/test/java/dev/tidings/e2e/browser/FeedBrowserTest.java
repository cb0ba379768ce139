package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Badge and feed follow what is sent, on every device, and through every kind of absence. */
@Timeout(180)
class FeedBrowserTest {

    private static final int OFFLINE_MILLIS = 30_000;

    private final Browsing ann = Browsing.asSomeone();

    @AfterEach
    void close() {
        ann.close();
    }

    @Test
    void badgeAndFeedFollow() {
        BellPage page = ann.bell().whenOpen();
        assertThat(page.label()).isEqualTo("Notifications");
        send("one");
        send("two");
        page.whenUnread(2);
        assertThat(page.label()).isEqualTo("Notifications, 2 unread");
        assertThat(page.bell().locator(".badge")).hasText("2");
        assertThat(page.page.title()).isEqualTo("(2) A page");
        page.bell().click();
        assertThat(page.rows()).hasCount(2);
        assertThat(page.rows().first().locator(".title")).containsText("two");
    }

    @Test
    void whatIsReadOnOneDeviceIsReadOnTheOther() {
        try (Browsing phone = Browsing.as(ann.user)) {
            BellPage here = ann.bell().whenOpen();
            BellPage there = phone.bell().whenOpen();
            send("one");
            send("two");
            here.whenUnread(2);
            there.whenUnread(2);
            there.bell().click();
            there.when("tidings.feed().value.counters.unseen === 0");
            here.when("tidings.feed().value.counters.unseen === 0");
            assertThat(here.label()).isEqualTo("Notifications, 2 unread");
            there.panel().getByText("Mark all as read").click();
            here.whenUnread(0);
            assertThat(here.bell().locator(".badge")).isHidden();
        }
    }

    @Test
    void whatIsSentWhileOfflineIsThereOnceAfterwards() {
        BellPage page = ann.bell().whenOpen();
        send("before");
        page.whenUnread(1);
        ann.context.setOffline(true);
        page.when("tidings.status.value.state !== 'open'");
        assertThat(page.bell()).hasAttribute("aria-description", "No connection. This may not be the latest.");
        List<String> missed = IntStream.range(0, 5).mapToObj(i -> "missed " + i).toList();
        missed.forEach(this::send);
        page.page.waitForTimeout(OFFLINE_MILLIS);
        assertThat(page.label()).as("the count stays").isEqualTo("Notifications, 1 unread");
        ann.context.setOffline(false);
        page.whenOpen().whenUnread(6);
        assertThat(page.titles()).containsExactlyElementsOf(reversed("before", missed));
        assertThat(page.announced()).as("what was missed is not news").containsExactly("1 new notification");
    }

    @Test
    void withoutANetworkTheLastFeedIsThereAndSaysThatItIsOld() {
        leaveSomethingKept();
        ann.context.route("**/v1/**", route -> route.abort());
        ann.blockWebSockets();
        BellPage page = ann.bell().when("tidings.feed().value.isLoaded");
        assertThat(page.titles()).containsExactly("kept");
        assertThat(page.label()).isEqualTo("Notifications, 1 unread");
        assertThat(page.page.evaluate("tidings.feed().value.isStale")).isEqualTo(true);
        page.bell().click();
        assertThat(page.panel().getByText("No connection. This may not be the latest."))
                .isVisible();
    }

    @Test
    void withoutATokenItIsThereAsWellAndGoesOnWhenThereIsOne() {
        leaveSomethingKept();
        ann.refuseTokens(true);
        BellPage page = ann.bell().when("tidings.feed().value.isLoaded && tidings.status.value.state === 'waiting'");
        assertThat(page.titles()).containsExactly("kept");
        assertThat(page.page.evaluate("tidings.feed().value.isStale")).isEqualTo(true);
        send("meanwhile");
        ann.refuseTokens(false);
        page.whenOpen().whenUnread(2);
        assertThat(page.titles()).containsExactly("meanwhile", "kept");
        assertThat(page.page.evaluate("tidings.feed().value.isStale")).isEqualTo(false);
    }

    @Test
    void aBlockedWebSocketGivesWayToAnEventStream() {
        ann.blockWebSockets();
        BellPage page = ann.bell().whenBy("event-stream");
        send("over it");
        page.whenUnread(1);
        assertThat(page.arrived()).containsExactly("over it");
    }

    @Test
    void andABlockedEventStreamToPolling() {
        ann.blockWebSockets();
        ann.blockEventStreams();
        BellPage page = ann.bell().whenBy("long-poll");
        send("over it");
        page.whenUnread(1);
        assertThat(page.arrived()).containsExactly("over it");
    }

    @Test
    void aNotificationFullOfMarkupStaysText() {
        BellPage page = ann.bell().whenOpen();
        String markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        ann.backend.publish("""
                {"to":{"users":["%s"]},"title":"%s","body":"<b>bold</b>","url":"/safe"}""".formatted(ann.user, markup));
        page.whenUnread(1);
        page.bell().click();
        Locator row = page.rows().first();
        assertThat(row.locator(".title")).containsText(markup);
        assertThat(row.locator(".body")).hasText("<b>bold</b>");
        assertThat(row.locator("img, script, b")).hasCount(0);
        assertThat(ann.complaints).isEmpty();
    }

    /** What a page keeps is written a moment after it changed. */
    private void leaveSomethingKept() {
        BellPage page = ann.bell().whenOpen();
        send("kept");
        page.whenUnread(1);
        page.page.waitForTimeout(1_500);
        page.page.close();
    }

    private void send(String title) {
        ann.backend.notify(ann.user, title);
    }

    private static List<String> reversed(String first, List<String> then) {
        return java.util.stream.Stream.concat(then.reversed().stream(), java.util.stream.Stream.of(first))
                .toList();
    }
}
