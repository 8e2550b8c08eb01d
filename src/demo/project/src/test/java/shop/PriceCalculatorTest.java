package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shop.catalog.Catalog;
import shop.model.Money;
import shop.model.Order;
import shop.model.OrderLine;
import shop.model.Product;
import shop.model.Product.Category;
import shop.pricing.Price;
import shop.pricing.PriceCalculator;

class PriceCalculatorTest {
    private final Catalog catalog = new Catalog();

    @BeforeEach
    void fill() {
        catalog.add(new Product("book", "Book", new Money(20_00), Category.BOOK));
        catalog.add(new Product("pen", "Pen", new Money(1_00), Category.OTHER));
    }

    private Price price(OrderLine... lines) {
        return new PriceCalculator(catalog).price(new Order("1", "Ada", List.of(lines)));
    }

    @Test
    void smallOrdersPayShippingAndItsTax() {
        Price price = price(new OrderLine("book", 1));
        assertEquals(new Money(4_90), price.shipping());
        assertEquals(new Money(98), price.tax());
        assertEquals(new Money(25_88), price.total());
    }

    @Test
    void largeOrdersAreShippedFree() {
        assertEquals(Money.ZERO, price(new OrderLine("book", 3)).shipping());
    }

    @Test
    void theSameProductOnTwoLinesIsOneItem() {
        Price price = price(new OrderLine("pen", 6), new OrderLine("pen", 6));
        assertEquals(1, price.items().size());
        assertEquals(new Money(60), price.discount());
    }

    @Test
    void refusesWhatIsNotSold() {
        assertThrows(IllegalArgumentException.class, () -> price(new OrderLine("boat", 1)));
    }
}
