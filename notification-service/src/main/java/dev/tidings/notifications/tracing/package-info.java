/** From a call over the log into the view: one trace, where somebody takes traces. */
package dev.tidings.notifications.tracing;
