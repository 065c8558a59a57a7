package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallHeapTest {
    private static final long MIB = 1 << 20;

    private long used;
    private long lives;
    private int collections;

    private final SmallHeap heap = new SmallHeap(() -> used, () -> lives, () -> {
        collections++;
        used = lives;
    });

    @Test
    void what_a_start_leaves_is_collected() {
        lives = 0;
        used = 18 * MIB;

        heap.look();

        assertThat(collections).isEqualTo(1);
    }

    @Test
    void a_little_garbage_may_wait() {
        lives = 12 * MIB;
        used = 13 * MIB;

        heap.look();

        assertThat(collections).isZero();
    }

    @Test
    void two_mebibytes_of_it_are_collected_once() {
        lives = 12 * MIB;
        used = 14 * MIB;

        heap.look();
        heap.look();

        assertThat(collections).isEqualTo(1);
    }

    @Test
    void where_much_lives_an_eighth_of_it_may_wait() {
        lives = 80 * MIB;
        used = 89 * MIB;

        heap.look();
        assertThat(collections).isZero();

        used = 90 * MIB;
        heap.look();
        assertThat(collections).isEqualTo(1);
    }
}
