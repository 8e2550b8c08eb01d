package shop.pricing;

import java.util.Map;
import shop.model.Money;

/** A code that takes some percent off what is left after other discounts. */
public record Voucher(String code, int percent) {
    private static final Map<String, Integer> KNOWN = Map.of("WELCOME10", 10, "FRIENDS15", 15);

    /**
     * The voucher of that code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Voucher of(String code) {
        Integer percent = KNOWN.get(code);
        if (percent == null) {
            throw new IllegalArgumentException("unknown voucher: " + code);
        }
        return new Voucher(code, percent);
    }

    public Money off(Money amount) {
        return amount.percent(percent);
    }
}
