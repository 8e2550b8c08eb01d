package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import shop.model.Money;
import shop.pricing.BulkDiscount;

class BulkDiscountTest {
    private static final Money HUNDRED = new Money(100_00);

    @Test
    void fewPiecesCostTheFullPrice() {
        assertEquals(Money.ZERO, BulkDiscount.of(9, HUNDRED));
    }

    @Test
    void tenPiecesAreCheaper() {
        assertEquals(new Money(5_00), BulkDiscount.of(10, HUNDRED));
    }

    @Test
    void moreThanFiftyPiecesAreCheapest() {
        assertEquals(new Money(12_00), BulkDiscount.of(51, HUNDRED));
    }
}
