package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Is told whose counts a batch may have changed, once it is in the view. */
public interface Touched {

    /**
     * Done when every one of them was told, in the log, or it is noted that they are to be; failed where neither is so, and then
     * it is said again. It ends by itself, within some two minutes. Any thread.
     */
    CompletionStage<Void> users(Set<AppChannel> users);
}
