/** {@code ./tidings drill}: something is done to a running system, and nothing may be lost or come twice. */
package dev.tidings.e2e.drill;
