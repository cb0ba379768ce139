/** The JavaScript client and the bell, in a real browser and against the real services. */
package dev.tidings.e2e.browser;
