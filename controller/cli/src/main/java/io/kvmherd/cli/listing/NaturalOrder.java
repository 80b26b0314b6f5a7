package io.kvmherd.cli.listing;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names as people count them: s2 comes before s10. Names of the same numbers are told apart by their letters. */
enum NaturalOrder implements Comparator<String> {
    BY_NAME;

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    @Override
    public int compare(String first, String second) {
        Matcher left = PART.matcher(first);
        Matcher right = PART.matcher(second);
        while (left.find() && right.find()) {
            int order = parts(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
        return first.compareTo(second);
    }

    private static int parts(String left, String right) {
        return isNumber(left) && isNumber(right)
                ? new BigInteger(left).compareTo(new BigInteger(right))
                : left.compareTo(right);
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }
}
