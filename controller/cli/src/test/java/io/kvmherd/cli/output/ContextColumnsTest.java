package io.kvmherd.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.context.Context;
import io.kvmherd.cli.context.Contexts;
import io.kvmherd.cli.listing.Wanted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ContextColumnsTest {
    private static final Contexts CONTEXTS = new Contexts(
            "prod", new TreeMap<>(Map.of("prod", new Context("c1:7440", "/etc/ca.pem", "kvmherd_backup_secret"))));

    @Test
    void listTheMachinesOwnControllerFirstAndNeverAToken() {
        List<String> lines = ContextColumns.LISTING
                .view(new Wanted(List.of(), "", List.of()))
                .table(ContextColumns.rows(CONTEXTS));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("local").contains("no", "the socket of this machine");
        assertThat(lines.get(2)).startsWith("prod").contains("yes", "c1:7440", "/etc/ca.pem");
        assertThat(String.join("\n", lines)).doesNotContain("secret");
    }

    @Test
    void findTheOneInUse() {
        List<String> names = ContextColumns.LISTING
                .view(new Wanted(List.of(), "", List.of("used=yes")))
                .names(ContextColumns.rows(CONTEXTS));

        assertThat(names).containsExactly("prod");
    }
}
