package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every signature that the default build compiles against is one of the real Jenkins. */
class SignaturesJenkinsTest {
    private static final Path SOURCES = Path.of("src/jenkins-api/java");

    @Test
    void allExist(@TempDir Path classes) throws Exception {
        List<String> names = compile(classes);
        List<String> wrong = new ArrayList<>();
        ClassLoader real = getClass().getClassLoader();
        try (URLClassLoader ours = new ChildFirst(classes.toUri().toURL(), real)) {
            for (String name : names) {
                compare(Class.forName(name, false, ours), Class.forName(name, false, real), wrong);
            }
        }
        assertThat(names).hasSizeGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    private static List<String> compile(Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-nowarn",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path")));
        try (var files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, arguments.toArray(new String[0])))
                .isZero();
        try (var files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(
                            file ->
                                    classes.relativize(file)
                                            .toString()
                                            .replace(File.separatorChar, '.')
                                            .replaceFirst("\\.class$", ""))
                    .toList();
        }
    }

    private static void compare(Class<?> ours, Class<?> real, List<String> wrong) {
        if (ours.isInterface() != real.isInterface()) {
            wrong.add(ours + " is no " + (ours.isInterface() ? "interface" : "class"));
        }
        for (Method method : ours.getDeclaredMethods()) {
            if (!method.isSynthetic() && !Modifier.isPrivate(method.getModifiers())) {
                check(method, same(real, method), wrong);
            }
        }
        for (Constructor<?> constructor : ours.getDeclaredConstructors()) {
            if (Modifier.isPublic(constructor.getModifiers())
                    && !Modifier.isAbstract(ours.getModifiers())
                    && constructor.getParameterCount() > 0) {
                check(
                        constructor,
                        Arrays.stream(real.getDeclaredConstructors())
                                .filter(
                                        one ->
                                                names(one.getParameterTypes())
                                                        .equals(
                                                                names(
                                                                        constructor
                                                                                .getParameterTypes())))
                                .findFirst()
                                .orElse(null),
                        wrong);
            }
        }
        for (Field field : ours.getFields()) {
            if (field.getDeclaringClass() == ours) {
                check(
                        field,
                        Arrays.stream(real.getFields())
                                .filter(
                                        one ->
                                                one.getName().equals(field.getName())
                                                        && one.getType()
                                                                .getName()
                                                                .equals(field.getType().getName()))
                                .findFirst()
                                .orElse(null),
                        wrong);
            }
        }
    }

    /** In the class or above it. */
    private static Method same(Class<?> real, Method method) {
        List<Method> all = new ArrayList<>(List.of(real.getMethods()));
        for (Class<?> one = real; one != null; one = one.getSuperclass()) {
            all.addAll(List.of(one.getDeclaredMethods()));
        }
        return all.stream()
                .filter(
                        one ->
                                one.getName().equals(method.getName())
                                        && one.getReturnType()
                                                .getName()
                                                .equals(method.getReturnType().getName())
                                        && names(one.getParameterTypes())
                                                .equals(names(method.getParameterTypes()))
                                        && Modifier.isStatic(one.getModifiers())
                                                == Modifier.isStatic(method.getModifiers()))
                .findFirst()
                .orElse(null);
    }

    private static void check(AnnotatedElement ours, AnnotatedElement real, List<String> wrong) {
        if (real == null) {
            wrong.add(ours.toString());
        }
    }

    private static List<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).toList();
    }

    /** Loads the signatures in place of what they stand for. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL classes, ClassLoader parent) {
            super(new URL[] {classes}, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
                    return findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
