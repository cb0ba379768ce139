package dev.tidings.local.supervisor;

import dev.tidings.local.process.ChildProcess;
import dev.tidings.local.process.ManagedProgram;
import java.util.Set;

/**
 * A program in the stack.
 *
 * @param needs the names of those that must be ready before it starts
 */
record Member(ManagedProgram managed, Tier tier, Set<String> needs) {

    /** In the order in which they end: nobody loses what it still needs. */
    enum Tier {
        EDGES,
        SERVICES,
        LOG,
        DATABASE
    }

    String name() {
        return managed.program().name();
    }

    StackStatus.ProcessStatus status() {
        return new StackStatus.ProcessStatus(
                name(),
                managed.child().map(ChildProcess::pid).orElse(null),
                managed.program().url().orElse(null),
                managed.state().wireName());
    }
}
