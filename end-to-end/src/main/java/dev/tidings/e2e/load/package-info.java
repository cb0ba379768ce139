/** Back ends and devices at work, and what has to be exact when they have ended. */
package dev.tidings.e2e.load;
