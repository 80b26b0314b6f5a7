package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.regex.Pattern;

/**
 * What a name or a text may be. Names go into domain XML, file names and log lines, so they are narrow on purpose: the
 * letters of a DNS label. Texts may be anything that XML 1.0 can carry.
 */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._+@=-]+)+");

    private Names() {}

    /**
     * A name of a host, guest, group or label.
     *
     * @param what what is being named, for the message ("guest name")
     * @throws KvmherdException INVALID_INPUT when it is not a DNS label in small letters
     */
    public static String requireName(String what, String value) {
        return require(NAME, what, value, "1 to 63 of a-z, 0-9 and '-', no '-' at either end");
    }

    /**
     * A name that libvirt chose or knows: a pool, a volume, a network, a machine type, a CPU model.
     *
     * @throws KvmherdException INVALID_INPUT when it could not be a plain file name
     */
    public static String requireFileName(String what, String value) {
        return require(
                FILE_NAME,
                what,
                value,
                "1 to 63 of letters, digits, '.', '_' and '-', starting with a letter or digit");
    }

    /**
     * An absolute path on a host, without `..` and without characters that would need quoting.
     *
     * @throws KvmherdException INVALID_INPUT otherwise
     */
    public static String requirePath(String what, String value) {
        require(PATH, what, value, "an absolute path of letters, digits and . _ + @ = - without spaces");
        if (value.length() > Limits.PATH_LENGTH || value.contains("/../") || value.endsWith("/..")) {
            throw invalid(
                    what, value, "an absolute path without '..' of at most " + Limits.PATH_LENGTH + " characters");
        }
        return value;
    }

    /**
     * A free text of one line.
     *
     * @throws KvmherdException INVALID_INPUT when too long or with control characters
     */
    public static String requireText(String what, String value) {
        if (value.length() > Limits.TEXT_LENGTH || value.chars().anyMatch(Names::cannotStandInXml)) {
            throw invalid(
                    what,
                    value,
                    "one line of at most " + Limits.TEXT_LENGTH + " characters without control characters");
        }
        return value;
    }

    private static boolean cannotStandInXml(int character) {
        return character < 0x20 || character == 0x7F || character >= 0xFFFE || Character.isSurrogate((char) character);
    }

    private static String require(Pattern pattern, String what, String value, String expected) {
        if (value.length() > Limits.PATH_LENGTH || !pattern.matcher(value).matches()) {
            throw invalid(what, value, expected);
        }
        return value;
    }

    private static KvmherdException invalid(String what, String value, String expected) {
        String shown = value.length() <= 80 ? value : value.substring(0, 80) + "…";
        return new KvmherdException(
                ErrorCode.INVALID_INPUT, what + " \"" + shown + "\" is not valid; expected: " + expected);
    }
}
