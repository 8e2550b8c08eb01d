package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.Serializable;
import java.util.LinkedHashMap;

/** What a step returns to a Jenkinsfile: plain values that a sandboxed script may read. */
final class ResultMap {
    private ResultMap() {}

    /**
     * @param result null if the seal was there before
     */
    static LinkedHashMap<String, Serializable> of(Sealed sealed, AttemptResult result) {
        return of(sealed, result, result == null ? "sealed before" : "proven");
    }

    /** Of a gate, which has nothing to tell but whether it was proven just now. */
    static LinkedHashMap<String, Serializable> of(Sealed sealed, boolean now) {
        return of(sealed, null, now ? "proven" : "sealed before");
    }

    private static LinkedHashMap<String, Serializable> of(
            Sealed sealed, AttemptResult result, String state) {
        LinkedHashMap<String, Serializable> map = new LinkedHashMap<>();
        map.put("state", state);
        map.put("attempt", sealed.attempt());
        map.put("commit", sealed.commit());
        map.put("issues", result == null ? 0L : Math.max(0, result.issuesAfter()));
        map.put("cost", result == null ? 0.0 : result.costUsd());
        map.put("seal", sealed.seal().toString());
        return map;
    }
}
