/**
 * Publishes notifications and events, and keeps a view of the log: feeds, counters and badges.
 *
 * <p>A publish goes one way: {@code access} says whose it is, {@code publish} reads and checks it, {@code idempotency} makes it
 * happen once where it has a key, {@code preferences} say who doesn't want to hear of it, {@code log} writes it. Without the
 * database ({@code store}) a publish without a key goes on.
 *
 * <p>What is in the log comes back by {@code projection}, which writes it into the view, and {@code badge}, which tells the
 * users it touched. {@code feed} reads the view, and writes what users say to the log, from where it comes back in the same
 * way. {@code upkeep} does what is due by the clock, {@code audit} counts anew, {@code replay} gives the edges pages.
 */
package dev.tidings.notifications;
