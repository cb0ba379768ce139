/** What is measured, in processes of their own, and how much of the machine each takes. */
package dev.tidings.benchmarks.rig;
