package io.jenkins.plugins.lockstep.plan;

import java.util.List;

/**
 * @param number 1-based and unique in the plan
 * @param criteria at least one
 */
public record Milestone(int number, String name, String description, List<String> criteria) {}
