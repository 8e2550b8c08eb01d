package shop.model;

import java.util.regex.Pattern;

/** An amount in euro cents. */
public record Money(long cents) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);
    private static final Pattern FORM = Pattern.compile("\\d{1,12}\\.\\d{2}");

    /** Reads an amount such as {@code 12.50}. */
    public static Money parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an amount: " + text);
        }
        return new Money(Long.parseLong(text.replace(".", "")));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(cents, other.cents));
    }

    public Money times(int factor) {
        return new Money(Math.multiplyExact(cents, factor));
    }

    /** That many percent of this amount, rounded half up to whole cents. */
    public Money percent(int percent) {
        return new Money(Math.floorDiv(Math.multiplyExact(cents, percent) + 50, 100L));
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(cents, other.cents);
    }

    @Override
    public String toString() {
        return String.format("%d.%02d", cents / 100, cents % 100);
    }
}
