package io.jenkins.plugins.lockstep.jenkins.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.AbortException;
import hudson.model.Run;
import hudson.util.Secret;
import java.io.Serializable;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** A secret for the agent's environment; encrypted wherever it is stored. */
final class SecretText implements Serializable {
    private static final long serialVersionUID = 1;

    private final String variable;
    private final Secret secret;

    private SecretText(String variable, Secret secret) {
        this.variable = variable;
        this.secret = secret;
    }

    /** The secret that a step asks for; null if it asks for none. */
    static SecretText of(PhaseRequest request, Run<?, ?> build) throws AbortException {
        if (request.credentialsId() == null) {
            return null;
        }
        if (request.credentialsVariable() == null
                || !request.credentialsVariable().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new AbortException(
                    "credentialsVariable must name the environment variable in which the agent looks"
                            + " for '"
                            + request.credentialsId()
                            + "', such as ANTHROPIC_API_KEY");
        }
        StringCredentials found =
                CredentialsProvider.findCredentialById(
                        request.credentialsId(), StringCredentials.class, build, List.of());
        if (found == null) {
            throw new AbortException(
                    "there is no secret text '"
                            + request.credentialsId()
                            + "' that this job may use");
        }
        CredentialsProvider.track(build, found);
        return new SecretText(request.credentialsVariable(), found.getSecret());
    }

    String variable() {
        return variable;
    }

    String plainText() {
        return secret.getPlainText();
    }
}
