package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the answers that tests get against the API's description. */
public final class DescribedAnswers {
    private static final ApiContract CONTRACT = ApiContract.published();

    private DescribedAnswers() {}

    /** @param path with its query */
    public static void require(String method, String path, int status, String body) {
        String withoutQuery = path.replaceAll("\\?.*", "");

        assertThat(CONTRACT.breachOfAnswer(method, withoutQuery, status, body))
                .as("%s %s answered %s: %s", method, path, status, body)
                .isEmpty();
    }
}
