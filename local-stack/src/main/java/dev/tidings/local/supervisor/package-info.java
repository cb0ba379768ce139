/** The process behind {@code up}: what runs in which order, how others find it, and how all ends. */
package dev.tidings.local.supervisor;
