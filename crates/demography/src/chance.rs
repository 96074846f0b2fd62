//! Chance that can be repeated: the same seed and number give the same draws, whoever asks and in whatever order.
//!
//! A simulation that draws from one long sequence changes when its work is divided otherwise. Here every trajectory has a **stream of its own**,
//! named by the seed of the run and the number of the trajectory: ChaCha with eight rounds (Bernstein 2008) is a counter put through a cipher, and its
//! streams are different nonces, so that number 700 is made without making the 699 before it. Nothing here asks the machine for chance; whoever
//! calls passes the seed.
//!
//! ```
//! use danso_demography::chance::Stream;
//!
//! let mut first = Stream::new(7, 700);
//! let mut again = Stream::new(7, 700);
//! assert_eq!(first.normal(), again.normal());
//! ```

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One sequence of draws.
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream `number` of a seed.
    pub fn new(seed: u64, number: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(number);
        Self(generator)
    }

    /// Uniform between 0 and 1, neither of them: the middle of one of 2⁵³ equal parts.
    pub fn uniform(&mut self) -> f64 {
        const PARTS: f64 = (1_u64 << 53) as f64;
        ((self.0.next_u64() >> 11) as f64 + 0.5) / PARTS
    }

    /// Normal with mean 0 and variance 1: the quantile of one uniform draw, so that each number costs one draw.
    pub fn normal(&mut self) -> f64 {
        quantile(self.uniform())
    }
}

/// Quantile of the normal distribution with mean 0 and variance 1, to about 16 digits: algorithm AS 241, PPND16 (Wichura 1988, *Applied
/// Statistics* 37(3), 477–484). Nothing outside of (0, 1).
pub fn normal_quantile(share: f64) -> Option<f64> {
    (share > 0.0 && share < 1.0).then(|| quantile(share))
}

fn quantile(share: f64) -> f64 {
    let from_middle = share - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * ratio(r, &MIDDLE);
    }
    let tail = if from_middle < 0.0 { share } else { 1.0 - share };
    let r = (-tail.ln()).sqrt();
    let size = if r <= 5.0 { ratio(r - 1.6, &OUTER) } else { ratio(r - 5.0, &FAR) };
    if from_middle < 0.0 { -size } else { size }
}

/// Numerator and denominator by rising powers.
type Ratio = ([f64; 8], [f64; 8]);

fn ratio(r: f64, of: &Ratio) -> f64 {
    let value = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * r + coefficient);
    value(&of.0) / value(&of.1)
}

const MIDDLE: Ratio = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_66e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
);

const OUTER: Ratio = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_545,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_8e-9,
    ],
);

const FAR: Ratio = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_049e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_6e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_94e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values that the algorithm was published with (Wichura 1988, p. 480).
    #[test]
    fn quantiles_as_published_to_sixteen_digits() {
        for (share, wanted) in
            [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813_5), (1e-20, -9.262_340_089_798_408)]
        {
            assert!((quantile(share) / wanted - 1.0).abs() < 2e-15, "{share}: {}", quantile(share));
            assert_eq!(normal_quantile(share), Some(quantile(share)));
        }
        assert_eq!(quantile(0.5), 0.0);
        assert!((quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
        for outside in [0.0, 1.0, -1.0, f64::NAN] {
            assert_eq!(normal_quantile(outside), None);
        }
    }

    #[test]
    fn streams_are_their_own() {
        let draw = |seed, number| {
            let mut stream = Stream::new(seed, number);
            [stream.uniform(), stream.uniform()]
        };
        assert_eq!(draw(1, 5), draw(1, 5));
        assert_ne!(draw(1, 5), draw(1, 6));
        assert_ne!(draw(1, 5), draw(2, 5));
    }

    #[test]
    fn normal_draws_have_their_moments() {
        let draws: Vec<f64> = (0..200)
            .flat_map(|number| {
                let mut stream = Stream::new(3, number);
                (0..100).map(move |_| stream.normal())
            })
            .collect();
        let count = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / count;
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / count;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
    }
}
