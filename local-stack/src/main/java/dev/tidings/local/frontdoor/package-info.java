/** The one address of the local stack. Knows paths and ports, and nothing of processes. */
package dev.tidings.local.frontdoor;
