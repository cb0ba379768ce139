package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page at the front door: what it invites to do can be done. */
@Timeout(180)
class PlaygroundBrowserTest {

    private final Browsing browsing = Browsing.as(
            "ann",
            new Browser.NewContextOptions()
                    .setViewportSize(1320, 980)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setLocale("en-GB"));

    @AfterEach
    void close() {
        browsing.close();
    }

    @Test
    void aCutPhoneGetsWhatItMissedAndSoDoBothWhenTheirEdgesAreKilled() {
        Page page = browsing.context.newPage();
        page.navigate(browsing.stack.url());
        Locator laptop = page.locator("[data-device=laptop]");
        Locator phone = page.locator("[data-device=phone]");
        assertThat(laptop.getByText("Connected by a WebSocket")).isVisible();
        assertThat(phone.getByText("Connected by a WebSocket")).isVisible();
        send(page, "Both have this");
        assertThat(laptop.locator(".newest")).containsText("Both have this");
        assertThat(phone.locator(".newest")).containsText("Both have this");
        phone.getByRole(com.microsoft.playwright.options.AriaRole.SWITCH).click();
        assertThat(phone.getByText("No connection, trying again")).isVisible();
        send(page, "Missed by the phone");
        assertThat(laptop.locator(".newest")).containsText("Missed by the phone");
        assertThat(phone.locator(".newest")).not().containsText("Missed by the phone");
        phone.getByRole(com.microsoft.playwright.options.AriaRole.SWITCH).click();
        assertThat(phone.locator(".newest")).containsText("Missed by the phone");
        assertThat(page.locator(
                        "#log tr.replayed[data-device=phone]",
                        new Page.LocatorOptions().setHasText("Missed by the phone")))
                .hasCount(1);
        Pictures.take(page, "playground");
        for (String edge : new String[] {"realtime-edge-1", "realtime-edge-2"}) {
            page.getByLabel("Kill " + edge).click();
            assertThat(page.getByLabel("Start " + edge)).isVisible();
        }
        assertThat(laptop.getByText("Connected by a WebSocket")).isHidden();
        send(page, "Sent to nobody's socket");
        for (String edge : new String[] {"realtime-edge-1", "realtime-edge-2"}) {
            page.getByLabel("Start " + edge).click();
            assertThat(page.getByLabel("Kill " + edge)).isVisible();
        }
        assertThat(laptop.locator(".newest")).containsText("Sent to nobody's socket");
        assertThat(phone.locator(".newest")).containsText("Sent to nobody's socket");
        phone.locator("tidings-bell button.bell").click();
        assertThat(phone.locator("tidings-bell li").first()).containsText("Sent to nobody's socket");
        Pictures.take(page, "playground-bell");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Pictures.take(page, "playground-dark");
        page.keyboard().press("Escape");
        page.setViewportSize(390, 844);
        Pictures.take(page, "playground-small");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing to scroll sideways")
                .isEqualTo(true);
        assertThat(browsing.complaints).isEmpty();
    }

    private static void send(Page page, String title) {
        page.getByLabel("Title").fill(title);
        page.getByText("Send", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#answer")).containsText("Accepted");
    }
}
