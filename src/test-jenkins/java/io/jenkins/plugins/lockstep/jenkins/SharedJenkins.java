package io.jenkins.plugins.lockstep.jenkins;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Node;
import hudson.security.ACL;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.runner.Description;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Gives test classes the one Jenkins of the process as a {@link JenkinsRule}: started for the first
 * of them, which takes longer than most tests, and as it was then for each.
 */
final class SharedJenkins implements ParameterResolver, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedJenkins.class);

    /** Before a class that starts Jenkins by itself: there can be one at a time. */
    static final class Ended implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) throws Exception {
            Started shared = store(context).remove(Started.class, Started.class);
            if (shared != null) {
                shared.close();
            }
        }
    }

    private static final class Started extends JenkinsRule implements AutoCloseable {
        Started() {
            testDescription = Description.createSuiteDescription(SharedJenkins.class);
            try {
                before();
            } catch (Throwable e) {
                throw new IllegalStateException("Jenkins does not start", e);
            }
        }

        @Override
        public void recipe() {
            // Without those of a test's annotations.
        }

        @Override
        public void close() throws Exception {
            after();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == JenkinsRule.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        JenkinsRule shared =
                store(context).computeIfAbsent(Started.class, key -> new Started(), Started.class);
        ACL.as2(ACL.SYSTEM2);
        return shared;
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        JenkinsRule shared = store(context).get(Started.class, Started.class);
        if (shared != null) {
            restore(shared);
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }

    /** Makes it as it was when it had started, but for its jobs: no two have one workspace. */
    static void restore(JenkinsRule shared) throws Exception {
        shared.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        shared.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        LockstepConfiguration.get().setSessions(0);
        LockstepConfiguration.get().setSessionsPerMinute(0);
        for (Node agent : shared.jenkins.getNodes()) {
            shared.jenkins.removeNode(agent);
        }
    }
}
