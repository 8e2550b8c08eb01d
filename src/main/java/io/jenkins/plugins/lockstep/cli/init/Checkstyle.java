package io.jenkins.plugins.lockstep.cli.init;

/** A Checkstyle configuration that measures the architecture's limits and nothing else. */
final class Checkstyle {
    static final String FILE = Draft.CONFIG + "checkstyle-architecture.xml";

    static final String CONTENT =
            """
            <?xml version="1.0"?>
            <!DOCTYPE module PUBLIC "-//Checkstyle//DTD Checkstyle Configuration 1.3//EN"
                "https://checkstyle.org/dtds/configuration_1_3.dtd">
            <!-- Measures the limits of Lockstep's architecture phase; written by 'lockstep init'.
                 Keep the numbers in step with phases.architecture.limits in lockstep.yaml. -->
            <module name="Checker">
              <property name="fileExtensions" value="java"/>
              <module name="FileLength">
                <property name="max" value="1000"/>
              </module>
              <module name="TreeWalker">
                <module name="MethodLength">
                  <property name="max" value="50"/>
                </module>
                <module name="ParameterNumber">
                  <property name="max" value="5"/>
                  <property name="tokens" value="METHOD_DEF"/>
                </module>
                <!-- Checkstyle counts each kind of nesting by itself. -->
                <module name="NestedIfDepth">
                  <property name="max" value="4"/>
                </module>
                <module name="NestedForDepth">
                  <property name="max" value="4"/>
                </module>
                <module name="NestedTryDepth">
                  <property name="max" value="4"/>
                </module>
                <module name="CyclomaticComplexity">
                  <property name="max" value="10"/>
                </module>
                <module name="MethodCount">
                  <property name="maxTotal" value="20"/>
                </module>
              </module>
            </module>
            """;

    private Checkstyle() {}
}
