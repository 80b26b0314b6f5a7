package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.AccessRole;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every action of the API's description against every role. */
final class RequiredRolesTest {
    private static final List<String> VIEWERS = List.of(
            "explainGuest",
            "explainHost",
            "getCluster",
            "getGuest",
            "getGuestDrift",
            "getGuestXml",
            "getHost",
            "getOperation",
            "getPlan",
            "listGuests",
            "listHosts",
            "listOperations",
            "listUnmanaged",
            "watchEvents");
    private static final List<String> ADMINS = List.of("createToken", "listTokens", "revokeToken");

    private final RequiredRoles roles = new RequiredRoles();

    @Test
    void letsViewersLookAndOperatorsChangeAndOnlyAdministratorsHandOutAccess() throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        SortedMap<String, String> wanted = new TreeMap<>();

        for (String described : RoutesTest.described()) {
            String action = described.substring(described.lastIndexOf(' ') + 1);
            found.put(action, allowed(action));
            wanted.put(
                    action,
                    ADMINS.contains(action)
                            ? "[ADMIN]"
                            : VIEWERS.contains(action) ? "[VIEWER, OPERATOR, ADMIN]" : "[OPERATOR, ADMIN]");
        }

        assertThat(found).isEqualTo(wanted);
        assertThat(found).containsKeys(VIEWERS.toArray(String[]::new)).containsKeys(ADMINS.toArray(String[]::new));
    }

    @Test
    void treatsAnActionThatItDoesNotKnowAsAChange() {
        assertThat(allowed("somethingNew")).isEqualTo("[OPERATOR, ADMIN]");
    }

    @Test
    void saysWhichRoleWasMissing() {
        Principal viewer = new Principal("token backup", AccessRole.VIEWER, Optional.empty());

        assertThatThrownBy(() -> roles.authorize(viewer, "cordonHost", "/v1/hosts/h1/cordon"))
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("token backup")
                .hasMessageContaining("needs the role operator")
                .hasMessageContaining("has the role viewer");
    }

    private String allowed(String action) {
        return List.of(AccessRole.values()).stream()
                .filter(role -> mayDo(role, action))
                .toList()
                .toString();
    }

    private boolean mayDo(AccessRole role, String action) {
        try {
            roles.authorize(new Principal("somebody", role, Optional.empty()), action, "/");
            return true;
        } catch (KvmherdException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.DENIED);
            return false;
        }
    }
}
