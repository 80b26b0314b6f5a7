package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RoutesTest {
    private static final Pattern PATH = Pattern.compile("^  (/v1/\\S+):$");
    private static final Pattern METHOD = Pattern.compile("^    (get|post|patch|delete):$");
    private static final Pattern OPERATION = Pattern.compile("^      operationId: (\\w+)$");

    @Test
    void areExactlyThoseOfTheDescription() throws IOException {
        SortedSet<String> served = new TreeSet<>();
        new Reads("1", new PastOperations(new EmptyArchive()))
                .routes()
                .values()
                .forEach(route -> served.add("get " + route.path() + " " + route.action()));
        Writes.routes()
                .forEach(route -> served.add(
                        route.method().name().toLowerCase(Locale.ROOT) + " " + route.path() + " " + route.action()));
        served.add("get /v1/events watchEvents");

        assertThat(served).isEqualTo(described());
    }

    /** Each as "method path operationId". */
    static SortedSet<String> described() throws IOException {
        SortedSet<String> routes = new TreeSet<>();
        String path = "";
        String method = "";
        for (String line : description().lines().toList()) {
            Matcher isPath = PATH.matcher(line);
            Matcher isMethod = METHOD.matcher(line);
            Matcher isOperation = OPERATION.matcher(line);
            if (line.startsWith("  /")) {
                path = isPath.matches() ? isPath.group(1).replaceAll("\\{(\\w+)}", ":$1") : "";
            } else if (isMethod.matches()) {
                method = isMethod.group(1);
            } else if (isOperation.matches() && !path.isEmpty()) {
                routes.add(method + " " + path + " " + isOperation.group(1));
            }
        }
        return routes;
    }

    private static String description() throws IOException {
        try (InputStream file = Objects.requireNonNull(RoutesTest.class.getResourceAsStream("/openapi.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
