package hudson.model;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> implements Item {
    public RunT getBuildByNumber(int n) { throw new UnsupportedOperationException(); }
    public String getFullName() { throw new UnsupportedOperationException(); }
    public RunT getLastBuild() { throw new UnsupportedOperationException(); }
}
