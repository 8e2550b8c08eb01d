package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import shop.model.Money;
import shop.model.Product.Category;
import shop.pricing.Tax;

class TaxTest {
    private static final Money TEN = new Money(10_00);

    @Test
    void booksAreFree() {
        assertEquals(Money.ZERO, Tax.of(Category.BOOK, TEN));
    }

    @Test
    void foodIsReduced() {
        assertEquals(new Money(1_00), Tax.of(Category.FOOD, TEN));
    }

    @Test
    void theRestIsFull() {
        assertEquals(new Money(2_00), Tax.of(Category.OTHER, TEN));
    }
}
