package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bell for who uses a keyboard, a screen reader, a phone, or just their eyes. */
@Timeout(180)
class BellBrowserTest {

    private static final double SMALLEST_TARGET = 24;

    private final Browsing ann = Browsing.asSomeone();

    @AfterEach
    void close() {
        ann.close();
    }

    @Test
    void everythingIsDoneByKeyboardAlone() {
        BellPage page = ann.bell().whenOpen();
        send("one", "normal");
        send("two", "normal");
        send("three", "normal");
        page.whenUnread(3);
        page.page.getByText("Before").focus();
        press(page, "Tab", "Enter");
        assertThat(page.bell()).hasAttribute("aria-expanded", "true");
        assertThat(page.panel()).isFocused();
        press(page, "ArrowDown");
        press(page, "ArrowDown");
        assertThat(row(page, "two")).isFocused();
        // Past the link and "mark as read", to "archive".
        press(page, "Tab", "Tab", "Tab", "Enter");
        assertThat(page.rows()).hasCount(2);
        assertThat(row(page, "one")).isFocused();
        page.panel().getByText("Undo").focus();
        press(page, "Enter");
        assertThat(row(page, "two")).isFocused();
        page.whenUnread(3);
        press(page, "Tab", "Tab", "Enter");
        page.whenUnread(2);
        press(page, "Escape");
        assertThat(page.panel()).isHidden();
        assertThat(page.bell()).isFocused();
    }

    @Test
    void arrivalsAreAnnouncedGatheredAndCriticalOnesByTheirTitle() {
        send("missed", "normal");
        BellPage page = ann.bell().whenOpen().whenUnread(1);
        assertThat(page.announced()).as("the first load is silent").isEmpty();
        send("a", "normal");
        page.when("announced.length === 1");
        send("b", "normal");
        send("c", "normal");
        send("d", "normal");
        page.whenUnread(5).when("announced.length === 2");
        send("Fire in hall 4", "critical");
        page.when("announced.length === 3");
        page.page.evaluate("tidings.feed().readAll()");
        page.whenUnread(0);
        assertThat(page.announced()).containsExactly("1 new notification", "3 new notifications", "Fire in hall 4");
    }

    @Test
    void nothingIsInsertedUnderTheReadersEyes() {
        BellPage page = ann.bell().whenOpen();
        send("one", "normal");
        page.whenUnread(1);
        page.bell().click();
        assertThat(page.rows()).hasCount(1);
        BoundingBox before = page.rows().first().boundingBox();
        send("two", "normal");
        send("three", "normal");
        Locator fresh = page.panel().getByText("2 new notifications");
        assertThat(fresh).isVisible();
        assertThat(page.rows()).hasCount(1);
        assertThat(page.rows().first().locator(".title")).containsText("one");
        assertThat(page.page.evaluate("tidings.feed().value.counters.unseen"))
                .as("what was not shown was not seen")
                .isEqualTo(2);
        fresh.click();
        assertThat(page.rows()).hasCount(3);
        assertThat(row(page, "three")).isFocused();
        page.when("tidings.feed().value.counters.unseen === 0");
        assertThat(before).isNotNull();
    }

    @Test
    void onAPhoneThePanelIsTheScreenAndEveryTargetIsLargeEnough() {
        Browser.NewContextOptions phone =
                new Browser.NewContextOptions().setViewportSize(360, 640).setReducedMotion(ReducedMotion.REDUCE);
        try (Browsing small = Browsing.as("u" + UUID.randomUUID(), phone)) {
            BellPage page = small.bell().whenOpen();
            small.backend.notify(small.user, "one");
            page.whenUnread(1);
            page.bell().click();
            BoundingBox panel = page.panel().boundingBox();
            assertThat(List.of(panel.x, panel.y, panel.width, panel.height)).containsExactly(0.0, 0.0, 360.0, 640.0);
            for (Locator button : page.panel().locator("button:visible").all()) {
                BoundingBox box = button.boundingBox();
                assertThat(Math.min(box.width, box.height))
                        .as(button.textContent())
                        .isGreaterThanOrEqualTo(SMALLEST_TARGET);
            }
        }
    }

    private static Locator row(BellPage page, String title) {
        return page.rows().filter(new Locator.FilterOptions().setHasText(title));
    }

    private static void press(BellPage page, String... keys) {
        for (String key : keys) {
            page.page.keyboard().press(key);
        }
    }

    private void send(String title, String priority) {
        ann.backend.publish("""
                {"to":{"users":["%s"]},"title":"%s","body":"Text","url":"/there","priority":"%s"}""".formatted(ann.user, title, priority));
    }
}
