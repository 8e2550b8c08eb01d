/**
 * Git, run as processes: the object store, checkouts and their pool, merges and bundles. No call of
 * ours ever reads a git directory, a hook, a filter or a configuration that an agent could write.
 */
package io.jenkins.plugins.lockstep.git;
