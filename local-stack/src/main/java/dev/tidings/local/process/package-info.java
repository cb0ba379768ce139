/** One supervised child: how it starts, is ready, logs, stops and dies. Knows no program by name. */
package dev.tidings.local.process;
