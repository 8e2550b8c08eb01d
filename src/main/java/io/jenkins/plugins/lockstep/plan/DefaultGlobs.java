package io.jenkins.plugins.lockstep.plan;

import java.util.List;

/** What counts as source and as test code where a plan does not say. */
final class DefaultGlobs {
    static final List<String> SOURCES =
            List.of(
                    "*.{java,kt,kts,groovy,scala}",
                    "*.{py,pyi}",
                    "*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte}",
                    "*.{go,rs,swift}",
                    "*.{c,h,cc,cpp,cxx,hpp,cs}",
                    "*.{rb,php}");

    static final List<String> TESTS =
            List.of(
                    "**/{test,tests,__tests__,testing,spec,it,integrationTest,e2e,cypress}/**",
                    "*{Test,Tests,IT,Spec}.{java,kt,groovy,scala}",
                    "{test_*,*_test,conftest}.py",
                    "*.{test,spec,cy}.{js,jsx,mjs,cjs,ts,tsx,mts,cts}",
                    "*_test.go",
                    "!**/src/main/**");

    private DefaultGlobs() {}
}
