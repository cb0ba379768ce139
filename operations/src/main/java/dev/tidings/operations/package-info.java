/** What every service has for whoever runs it: where health and metrics answer, and what is logged. */
package dev.tidings.operations;
