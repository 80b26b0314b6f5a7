package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.AccessRole;
import java.util.List;
import java.util.Locale;

/**
 * The least role for each action of the API. What only looks is for every role, what hands out access is for
 * administrators, and everything else, known or not, changes something and is for operators.
 */
final class RequiredRoles implements Authorizer {
    private static final List<String> LOOKING = List.of("get", "list", "explain", "watch");
    private static final List<String> ACCESS = List.of("createToken", "revokeToken", "listTokens");

    @Override
    public void authorize(Principal principal, String action, String object) {
        AccessRole needed = needed(action);
        if (!principal.role().includes(needed)) {
            throw new KvmherdException(
                    ErrorCode.DENIED,
                    action + " needs the role " + word(needed) + "; " + principal.name() + " has the role "
                            + word(principal.role()) + ". A token of that role is made with: kvmherd token create NAME"
                            + " --role " + word(needed));
        }
    }

    static AccessRole needed(String action) {
        if (ACCESS.contains(action)) {
            return AccessRole.ADMIN;
        }
        return LOOKING.stream().anyMatch(action::startsWith) ? AccessRole.VIEWER : AccessRole.OPERATOR;
    }

    private static String word(AccessRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
