package io.jenkins.plugins.lockstep.jenkins.page;

import hudson.Extension;
import hudson.Functions;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.jenkins.build.Artifacts;
import io.jenkins.plugins.lockstep.jenkins.build.BuildReport;
import io.jenkins.plugins.lockstep.jenkins.build.ControllerKey;
import io.jenkins.plugins.lockstep.jenkins.build.EarlierBuilds;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import io.jenkins.plugins.lockstep.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * The "Evidence" page of a build: milestones and phases with state, causes of failure and links to
 * evidence. Who may read the build may see it; links to artifacts are for who may read those.
 */
public final class EvidenceAction implements Action {
    private final Run<?, ?> build;

    EvidenceAction(Run<?, ?> build) {
        this.build = build;
    }

    public Run<?, ?> getBuild() {
        return build;
    }

    /** What the page shows now. Not named as a getter, so that it has no address of its own. */
    public EvidencePage page() throws IOException {
        String key = ControllerKey.get().verifyingKey().toPem();
        return new PageBuilder(build, BuildReport.of(build), isLinked()).page(key);
    }

    /** What waits for agent sessions now, a sentence each. */
    public List<String> waiting() {
        SessionGovernor governor = SessionGovernor.get();
        return governor.waiting(build).stream()
                .map(
                        place ->
                                place.phase()
                                        + " waits for agent sessions, "
                                        + ahead(governor.before(place.ticket())))
                .toList();
    }

    private static String ahead(int phases) {
        return switch (phases) {
            case 0 -> "next in the queue";
            case 1 -> "1 phase is before it";
            default -> phases + " phases are before it";
        };
    }

    /** Whether the reader may follow links to artifacts. */
    public boolean isLinked() {
        return !Functions.isArtifactsPermissionEnabled() || build.hasPermission(Run.ARTIFACTS);
    }

    /** Whether the report is among the artifacts, from where it can be taken along. */
    public boolean isReportArchived() throws IOException {
        return isLinked() && new Artifacts(build).hasReport();
    }

    /**
     * The engine's report, made of what is known now. It brings its own style and script, which
     * Jenkins' policy for pages and that for artifacts forbid; its own policy lets nothing else
     * run, and it can act for nobody, since it is a sandbox.
     */
    @GET
    public void doReport(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        build.checkPermission(Item.READ);
        String evidence = isLinked() ? "../artifact/" + Artifacts.ROOT : null;
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(
                "Content-Security-Policy",
                HtmlReport.policy()
                        + "; frame-ancestors 'self'; sandbox allow-scripts allow-downloads");
        response.getWriter().print(HtmlReport.page(BuildReport.of(build).data(), evidence));
    }

    @Override
    public String getIconFileName() {
        return "symbol-ribbon";
    }

    @Override
    public String getDisplayName() {
        return "Evidence";
    }

    @Override
    public String getUrlName() {
        return "lockstep";
    }

    /** Gives the page to builds that have a run. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run build) {
            Run<?, ?> typed = build;
            return Files.isDirectory(EarlierBuilds.files(typed).root())
                    ? List.of(new EvidenceAction(typed))
                    : List.of();
        }
    }
}
