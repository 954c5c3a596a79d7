//! What happens, thrown from a seed: the same seed is the same ten years, or the same trouble on the wire.

/// A row of numbers that looks like chance.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Those of a seed.
    pub fn of_seed(seed: u64) -> Self {
        // Nothing but zero stays zero.
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// A number from 0 up to this one, without it.
    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// A number from one to the other, both with it.
    ///
    /// # Panics
    /// When the one is more than the other.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let numbers = u64::try_from(most - least + 1).unwrap();
        least + i64::try_from(self.below(numbers)).unwrap()
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    ///
    /// # Panics
    /// When there are none.
    pub fn any<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}
