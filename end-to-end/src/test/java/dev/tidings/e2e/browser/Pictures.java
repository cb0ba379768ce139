package dev.tidings.e2e.browser;

import com.microsoft.playwright.Page;
import dev.tidings.e2e.RunningStack;
import java.nio.file.Path;

/**
 * What a test saw, for whoever wants to see it too: in {@code end-to-end/target/pictures}. Those of the README are made anew by
 * {@code ./tidings test -Dtest='*BrowserTest' -Dpictures=docs/pictures}.
 */
final class Pictures {

    private static final Path FOLDER =
            RunningStack.ROOT.resolve(System.getProperty("pictures", "end-to-end/target/pictures"));

    private Pictures() {}

    static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
}
