package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import shop.model.Money;

class MoneyTest {
    @Test
    void readsAndPrintsAmounts() {
        assertEquals("12.05", Money.parse("12.05").toString());
    }

    @Test
    void refusesWhatIsNoAmount() {
        assertThrows(IllegalArgumentException.class, () -> Money.parse("12,5"));
    }

    @Test
    void roundsHalfUp() {
        assertEquals(new Money(3), new Money(25).percent(10));
        assertEquals(new Money(2), new Money(24).percent(10));
    }
}
