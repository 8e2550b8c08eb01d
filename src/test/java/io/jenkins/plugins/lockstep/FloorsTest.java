package io.jenkins.plugins.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The floors of docs/architecture.md: a package uses those below it, never its own floor's others
 * or one above.
 */
class FloorsTest {
    private static final String ROOT = "io.jenkins.plugins.lockstep";

    private static final List<List<String>> FLOORS =
            List.of(
                    List.of("base"),
                    List.of("plan", "process"),
                    List.of("evidence", "git", "agent"),
                    List.of("validate"),
                    List.of("attempt"),
                    List.of("run"),
                    List.of("report"),
                    List.of("worker"),
                    List.of("cli"),
                    List.of("jenkins"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @TestFactory
    List<DynamicTest> noFloorKnowsOneAboveOrBesideIt() {
        return FLOORS.stream()
                .flatMap(floor -> floor.stream())
                .map(
                        name ->
                                DynamicTest.dynamicTest(
                                        name,
                                        () ->
                                                noClasses()
                                                        .that()
                                                        .resideInAPackage(ROOT + "." + name + "..")
                                                        .should()
                                                        .dependOnClassesThat()
                                                        .resideInAnyPackage(forbidden(name))
                                                        .allowEmptyShould(true)
                                                        .check(CLASSES)))
                .toList();
    }

    @Test
    void theEngineKnowsNothingOfJenkins() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(ROOT + ".jenkins..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static String[] forbidden(String name) {
        int own = 0;
        while (!FLOORS.get(own).contains(name)) {
            own++;
        }
        return FLOORS.subList(own, FLOORS.size()).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
    }
}
