package dev.tidings.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tidings.e2e.ProductBackend;
import dev.tidings.e2e.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A user's browser: a profile of its own, in the one Chromium of this JVM. All of a page's complaints, of its policy among
 * them, are kept. Confined to the test's thread, as Playwright is.
 */
final class Browsing implements AutoCloseable {

    static final long PATIENCE_MILLIS = 40_000;
    private static final long AN_HOUR_MILLIS = 3_600_000;

    /** Only what is named, from the page's own origin, and nothing inline. */
    private static final String STRICT =
            "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'";

    final RunningStack stack = RunningStack.shared();
    final ProductBackend backend = Shared.BACKEND;
    final String user;
    final List<String> complaints = new ArrayList<>();
    final BrowserContext context;
    private boolean isClockStopped;
    private boolean refusesTokens;

    private static final class Shared {
        static final Browser CHROMIUM = launch();
        static final ProductBackend BACKEND =
                new ProductBackend(RunningStack.shared().url());

        private static Browser launch() {
            Path executable = Tools.chromium();
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    // A page that the test itself answers counts as one from the internet.
                                    "--disable-features=LocalNetworkAccessChecks")));
        }
    }

    private Browsing(String user, Browser.NewContextOptions options) {
        this.user = user;
        this.context = Shared.CHROMIUM.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.exposeFunction("connectionToken", arguments -> connectionToken((String) arguments[0]));
        context.route("**/bell-test/*", Browsing::serve);
        context.onPage(page -> {
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.text().contains("Content Security Policy")
                        || message.text().contains("Trusted")) {
                    complaints.add(message.text());
                }
            });
        });
    }

    static Browsing asSomeone() {
        return as("u" + UUID.randomUUID());
    }

    static Browsing as(String user) {
        return as(user, new Browser.NewContextOptions().setLocale("en-GB"));
    }

    /** Every test comes through here, and is skipped where there is no Chromium, before anything is started for it. */
    static Browsing as(String user, Browser.NewContextOptions options) {
        Tools.chromium();
        return new Browsing(user, options);
    }

    /** A tab with the bell in it. */
    BellPage bell() {
        return open("?user=" + user);
    }

    /** A tab with a bell that nobody gave a client yet. */
    BellPage bare() {
        return open("");
    }

    private BellPage open(String query) {
        Page page = context.newPage();
        if (isClockStopped) {
            page.clock().install();
        }
        page.navigate(stack.url() + "/bell-test/page.html" + query);
        if (isClockStopped) {
            page.clock().pauseAt(System.currentTimeMillis() + AN_HOUR_MILLIS);
        }
        return new BellPage(page);
    }

    /** Of pages that are opened from now on: their time passes only where the test has it pass. */
    Browsing withStoppedClock() {
        isClockStopped = true;
        return this;
    }

    /** What the page's own server gives, where it gives any. */
    private String connectionToken(String asked) {
        if (refusesTokens) {
            throw new IllegalStateException("no token");
        }
        return backend.connectionToken(asked);
    }

    void refuseTokens(boolean refuses) {
        refusesTokens = refuses;
    }

    /** As a proxy does that knows no upgrades; of pages that are opened from now on. */
    void blockWebSockets() {
        context.addInitScript("""
                window.WebSocket = class {
                  readyState = 0
                  constructor() { setTimeout(() => { this.readyState = 3; this.onclose?.({ code: 1006 }) }, 10) }
                  close() {}
                }""");
    }

    /** As a proxy does that waits for the end of an answer. */
    void blockEventStreams() {
        context.route("**/v1/stream*", route -> {
            if ("text/event-stream".equals(route.request().headers().get("accept"))) {
                route.abort();
            } else {
                route.resume();
            }
        });
    }

    private static void serve(Route route) {
        String name = route.request().url().replaceFirst(".*/bell-test/([a-z.]+).*", "$1");
        try (var in = Objects.requireNonNull(Browsing.class.getResourceAsStream("/browser/" + name), name)) {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType(name.endsWith("html") ? "text/html" : "text/javascript")
                    .setHeaders(Map.of(
                            "Content-Security-Policy",
                            STRICT,
                            "Content-Type",
                            name.endsWith("html") ? "text/html; charset=utf-8" : "text/javascript"))
                    .setBodyBytes(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String axe() {
        try {
            return Files.readString(Tools.npmFile("axe-core/axe.min.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            context.close();
        } catch (PlaywrightException _) {
            // A token that a page asked for finds the page gone.
        }
    }
}
