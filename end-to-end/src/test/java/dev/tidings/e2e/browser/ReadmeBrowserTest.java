package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tidings.e2e.Outcome;
import dev.tidings.e2e.RunningStack;
import dev.tidings.local.process.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the READMEs tell a newcomer to put into a page is put into one here, and does what they say. */
@Timeout(180)
class ReadmeBrowserTest {

    private static final Path README = RunningStack.ROOT.resolve("README.md");

    private final Browsing ann = Browsing.as(
            "u" + UUID.randomUUID(),
            new Browser.NewContextOptions()
                    .setViewportSize(700, 440)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setLocale("en-GB"));

    @AfterEach
    void close() {
        ann.close();
    }

    @Test
    void tenLinesMakeAPageWithABell(@TempDir Path folder) throws Exception {
        String html = Readmes.blocks(README, "html").getFirst();
        assertThat(html.lines()).hasSizeLessThanOrEqualTo(10);
        Files.writeString(
                folder.resolve("bell.html"),
                html.replace("http://localhost:8080", ann.stack.url()).replace("user=ann", "user=" + ann.user));
        int port = Ports.free();
        String serve = Readmes.blocks(README, "sh").stream()
                .filter(block -> block.startsWith("jwebserver"))
                .findFirst()
                .orElseThrow();
        Process server = start(folder, serve.replace("3000", Integer.toString(port)));
        try {
            Page page = ann.context.newPage();
            page.navigate(whenServed("http://localhost:" + port + "/bell.html"));
            Locator bell = page.locator("tidings-bell button.bell");
            ann.stack.tidings("send", ann.user, "Hello, page");
            assertThat(bell).hasAccessibleName("Notifications, 1 unread");
            bell.click();
            assertThat(page.locator("tidings-bell li")).containsText("Hello, page");
            Pictures.take(page, "bell");
            assertThat(ann.complaints).isEmpty();
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
        }
    }

    @Test
    void theRecipeForReactWorksWithReact() throws Exception {
        Tools.node();
        Tools.npmFile("react-dom/package.json");
        Path esbuild = Tools.npmFile(".bin/esbuild");
        List<String> recipe = Readmes.blocks(Tools.CLIENT.resolve("README.md"), "jsx");
        // Where a page's own package would find the client, and React.
        Path folder = Files.createDirectories(Tools.CLIENT.resolve("dist/react"));
        Files.writeString(folder.resolve("tidings.jsx"), recipe.get(0));
        Files.writeString(
                folder.resolve("main.jsx"),
                recipe.get(1)
                        .replace("https://tidings.example.com", ann.stack.url())
                        .replace("'ann'", "'" + ann.user + "'"));
        Outcome bundled = Tools.run(List.of(
                esbuild.toString(),
                "dist/react/main.jsx",
                "--bundle",
                "--format=esm",
                "--jsx=automatic",
                "--outfile=dist/react/main.js"));
        assertThat(bundled.exit()).as(bundled.output()).isZero();

        ann.context.route("**/shop/*", route -> {
            if (route.request().url().endsWith("main.js")) {
                fulfill(route, "text/javascript", read(folder.resolve("main.js")));
            } else {
                fulfill(route, "text/html", "<div id=root></div><script type=module src=main.js></script>");
            }
        });
        ann.context.route(
                "**/tidings-token", route -> fulfill(route, "text/plain", ann.backend.connectionToken(ann.user)));
        Page page = ann.context.newPage();
        page.navigate(ann.stack.url() + "/shop/");
        ann.backend.notify(ann.user, "Hello, React");
        assertThat(page.getByText("1 unread", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        page.locator("tidings-bell button.bell").click();
        assertThat(page.locator("tidings-bell li")).containsText("Hello, React");
        page.locator("tidings-bell").getByText("Mark all as read").click();
        assertThat(page.getByText("0 unread")).isVisible();
        assertThat(ann.complaints).isEmpty();
    }

    private static Process start(Path folder, String command) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        shell.environment().merge("PATH", jdk.toString(), (path, bin) -> bin + java.io.File.pathSeparator + path);
        return shell.redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    /** It listens a moment after it was started. */
    private static String whenServed(String url) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); System.nanoTime() < end; ) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(url).toURL().openConnection();
                assertThat(connection.getResponseCode()).isEqualTo(200);
                return url;
            } catch (IOException _) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new AssertionError("nothing is served at " + url);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void fulfill(Route route, String type, String body) {
        route.fulfill(new Route.FulfillOptions()
                .setHeaders(Map.of("Content-Type", type + "; charset=utf-8"))
                .setBody(body));
    }
}
