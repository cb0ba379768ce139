package dev.tidings.notifications.projection;

import dev.tidings.contract.channel.AppChannel;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Is told whose counts a batch may have changed, once it is in the view. */
public interface Touched {

    /** Done when every one of them was told, in the log; failed where that is not so, and then it is said again. Any thread. */
    CompletionStage<Void> users(Set<AppChannel> users);
}
