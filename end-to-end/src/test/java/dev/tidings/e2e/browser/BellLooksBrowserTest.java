package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bell as it looks to whoever has set their browser otherwise; of items that the page gives it, without a server. */
@Timeout(180)
class BellLooksBrowserTest {

    private static final double SMALLEST_TARGET = 24;
    private static final String ITEM = """
            {title: 'Order 17 shipped', body: 'It arrives on Monday.', url: '/orders/17', priority: 'critical',
             actions: [{label: 'Track', url: '/orders/17/track'}]}""";

    private final Browsing someone =
            Browsing.as("u" + UUID.randomUUID(), new Browser.NewContextOptions().setViewportSize(1280, 800));
    private BellPage bell;
    private Page page;

    @BeforeEach
    void open() {
        bell = someone.bare();
        page = bell.page;
        page.evaluate("give([" + ITEM + ", {read: true}])");
    }

    @AfterEach
    void close() {
        someone.close();
    }

    @Test
    void inForcedColoursTheUnreadAreMarkedInTheUsersOwn() {
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        bell.bell().click();
        Locator dot = bell.rows().first().locator(".dot");
        assertThat(dot).isVisible();
        assertThat(style(dot, "backgroundColor")).isEqualTo(systemColour("Highlight"));
        assertThat(style(bell.bell().locator(".badge"), "backgroundColor")).isEqualTo(systemColour("Highlight"));
        assertThat(style(bell.panel(), "borderTopStyle")).isEqualTo("solid");
    }

    @Test
    void whatIsUnreadIsAlsoSaidAndWrittenInAnotherWeight() {
        bell.bell().click();
        Locator unread = bell.rows().nth(0).locator(".title");
        Locator read = bell.rows().nth(1).locator(".title");
        assertThat(unread).hasText("Unread: CriticalOrder 17 shipped");
        assertThat(read.locator(".hidden")).isHidden();
        assertThat(Integer.parseInt(style(unread, "fontWeight")))
                .isGreaterThan(Integer.parseInt(style(read, "fontWeight")));
    }

    @Test
    void whoWantsNoMotionGetsNone() {
        bell.bell().click();
        assertThat(style(bell.panel(), "animationName")).isEqualTo("open");
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        soon(() -> assertThat(style(bell.panel(), "animationName")).isEqualTo("none"));
    }

    @Test
    void zoomedToTwiceItsSizeAllOfItIsThere() {
        // What a browser at 200 % leaves of a window of 1280 by 800; and letters of twice the size in it.
        page.setViewportSize(640, 400);
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.evaluate("document.documentElement.style.fontSize = '200%'");
        bell.bell().click();
        assertInside(bell.panel());
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing to scroll sideways")
                .isEqualTo(true);
        for (Locator part :
                bell.panel().locator("h2, button:visible, .title, .links a").all()) {
            part.scrollIntoViewIfNeeded();
            assertInside(part);
        }
    }

    @Test
    void aPanelThatWouldStandOutOfTheWindowIsMovedIn() {
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.evaluate("document.querySelector('tidings-bell').style.marginInlineStart = '70vw'");
        bell.bell().click();
        assertInside(bell.panel());
        page.setViewportSize(900, 800);
        assertInside(bell.panel());
    }

    @Test
    void fromRightToLeftEverythingIsOnItsOtherSide() {
        bell.bell().click();
        assertThat(middle(dot())).isLessThan(middle(title()));
        assertThat(middle(tools())).isGreaterThan(middle(title()));
        page.evaluate("document.documentElement.dir = 'rtl'");
        soon(() -> assertThat(middle(dot())).isGreaterThan(middle(title())));
        soon(() -> assertThat(middle(tools())).isLessThan(middle(title())));
        assertInside(bell.panel());
    }

    @Test
    void inTheDarkItIsDark() {
        bell.bell().click();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        soon(() ->
                assertThat(brightness(style(bell.panel(), "backgroundColor"))).isLessThan(150));
        soon(() -> assertThat(brightness(style(bell.panel(), "color"))).isGreaterThan(600));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        soon(() ->
                assertThat(brightness(style(bell.panel(), "backgroundColor"))).isGreaterThan(700));
    }

    @Test
    void everyTargetIsLargeEnoughForAFinger() {
        bell.bell().click();
        List<Locator> targets =
                page.locator("tidings-bell").locator("button:visible, .links a").all();
        assertThat(targets).hasSizeGreaterThan(6);
        for (Locator target : targets) {
            BoundingBox box = target.boundingBox();
            assertThat(Math.min(box.width, box.height))
                    .as(target.textContent())
                    .isGreaterThanOrEqualTo(SMALLEST_TARGET);
        }
    }

    private Locator dot() {
        return bell.rows().first().locator(".dot");
    }

    private Locator title() {
        return bell.rows().first().locator(".title");
    }

    private Locator tools() {
        return bell.rows().first().locator(".tools");
    }

    private void assertInside(Locator part) {
        soon(() -> {
            BoundingBox box = part.boundingBox();
            assertThat(box.x).isGreaterThanOrEqualTo(-1);
            assertThat(box.y).isGreaterThanOrEqualTo(-1);
            assertThat(box.x + box.width).isLessThanOrEqualTo(page.viewportSize().width + 1);
            assertThat(box.y + box.height).isLessThanOrEqualTo(page.viewportSize().height + 1);
        });
    }

    /** What the page looks like follows what the browser was told, a few frames later. */
    private void soon(Runnable assertion) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Browsing.PATIENCE_MILLIS);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                page.waitForTimeout(50);
            }
        }
    }

    private static double middle(Locator part) {
        BoundingBox box = part.boundingBox();
        return box.x + box.width / 2;
    }

    private static String style(Locator part, String property) {
        return (String) part.evaluate("(part, property) => getComputedStyle(part)[property]", property);
    }

    private String systemColour(String name) {
        return (String) page.evaluate("""
                name => {
                  const probe = document.body.appendChild(document.createElement('i'))
                  probe.style.forcedColorAdjust = 'none'
                  probe.style.backgroundColor = name
                  return getComputedStyle(probe).backgroundColor
                }""", name);
    }

    /** From 0, black, to 765, white; of {@code rgb(1, 2, 3)}. */
    private static int brightness(String colour) {
        return java.util.Arrays.stream(colour.replaceAll("[^0-9,]", "").split(","))
                .limit(3)
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
