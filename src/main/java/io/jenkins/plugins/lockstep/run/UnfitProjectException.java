package io.jenkins.plugins.lockstep.run;

import java.io.IOException;

/** No run can start in the project as it is; nothing was touched. */
public class UnfitProjectException extends IOException {
    public UnfitProjectException(String what, String remedy) {
        super(what + "; " + remedy);
    }
}
