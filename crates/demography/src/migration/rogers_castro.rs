//! The shape of moving by age.

use crate::age::BySex;
use crate::error::{Error, check_between, check_finite};

/// A peak: `a · exp(−α(x − μ) − exp(−λ(x − μ)))`; μ says where, λ how steeply it rises, α how it falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Height.
    pub a: f64,
    /// Descent.
    pub alpha: f64,
    /// Place.
    pub mu: f64,
    /// Ascent.
    pub lambda: f64,
}

/// What happens to the moving of the old.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum OldAge {
    /// Nothing: 7 parameters.
    #[default]
    Flat,
    /// An upward slope `a · exp(λx)`: 9 parameters.
    Slope {
        /// Height at age 0.
        a: f64,
        /// Ascent.
        lambda: f64,
    },
    /// A peak at retirement: 11 parameters.
    Retirement(Peak),
    /// A peak and a slope: 13 parameters.
    Both {
        /// The peak.
        peak: Peak,
        /// Height of the slope at age 0.
        a: f64,
        /// Its ascent.
        lambda: f64,
    },
}

/// A model migration schedule (Rogers and Castro 1981, *Model Migration Schedules*, IIASA RR-81-30, pp. 4–7; Rogers and Watkins 1987 for the slope):
/// children, labour force, old age and a level, added up.
///
/// ```text
/// m(x) = a₁·exp(−α₁x) + peak₂(x) + peak₃(x) + a₄·exp(λ₄x) + c
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RogersCastro {
    /// Height of the descent from birth.
    pub a1: f64,
    /// The descent.
    pub alpha1: f64,
    /// The labour force.
    pub labour: Peak,
    /// Old age.
    pub old: OldAge,
    /// The level.
    pub c: f64,
}

impl Peak {
    fn at(self, age: f64) -> f64 {
        let from = age - self.mu;
        self.a * (-self.alpha * from - (-self.lambda * from).exp()).exp()
    }
}

impl RogersCastro {
    /// The rate at an exact age.
    ///
    /// # Errors
    /// Parameters or an age with which it is no finite number.
    pub fn at(&self, age: f64) -> Result<f64, Error> {
        let old = match self.old {
            OldAge::Flat => 0.0,
            OldAge::Slope { a, lambda } => a * (lambda * age).exp(),
            OldAge::Retirement(peak) => peak.at(age),
            OldAge::Both { peak, a, lambda } => peak.at(age) + a * (lambda * age).exp(),
        };
        let rate = self.a1 * (-self.alpha1 * age).exp() + self.labour.at(age) + old + self.c;
        check_finite("a model schedule", &[rate])?;
        Ok(rate)
    }

    /// The rates at ages 0 to `last`.
    ///
    /// # Errors
    /// As [`Self::at`].
    pub fn ages(&self, last: u32) -> Result<Vec<f64>, Error> {
        (0..=last).map(|age| self.at(f64::from(age))).collect()
    }
}

/// Who moves, in the families of the United Nations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Families: as many women as men, with children.
    Family,
    /// Men who come to work: two men for one woman.
    MaleLabor,
}

/// The families' schedules end with this age.
const LAST_OF_FAMILIES: u32 = 120;

impl Family {
    /// Schedules of men and women, in people of 1 000 net migrants (United Nations 1992, *Preparing Migration Data for Subnational Population Projections*,
    /// ST/ESA/SER.A/127). The parameters are those of the curves through the tables by single age that are used with them (DemoTools 01.13.87), which they give back to
    /// 13 digits.
    pub fn schedules(self) -> BySex<RogersCastro> {
        let curve = |a1, alpha1, [a, alpha, mu, lambda]: [f64; 4], c| RogersCastro {
            a1,
            alpha1,
            labour: Peak { a, alpha, mu, lambda },
            old: OldAge::Flat,
            c,
        };
        match self {
            Self::Family => BySex::new(
                curve(
                    7.849_788_538_897_370_5,
                    0.165_795_125_969_717_35,
                    [42.749_718_901_919_54, 0.086_960_124_495_879_05, 19.726_005_346_897_832, 0.198_129_044_037_406_22],
                    0.116_054_850_514_188_72,
                ),
                curve(
                    7.855_148_906_550_458,
                    0.165_996_941_130_097_1,
                    [46.759_045_355_504_16, 0.094_882_613_810_596_66, 19.746_736_997_573_42, 0.197_265_947_082_983_7],
                    0.093_772_831_854_923_38,
                ),
            ),
            Self::MaleLabor => BySex::new(
                curve(
                    5.169_415_870_477_735,
                    0.167_720_059_846_086_57,
                    [59.262_375_515_344_76, 0.087_047_244_161_712_36, 19.741_102_328_661_515, 0.197_665_547_407_040_18],
                    0.163_532_777_201_281_68,
                ),
                curve(
                    5.413_093_042_741_091,
                    0.165_717_376_463_943_4,
                    [32.189_491_108_864_1, 0.094_890_419_590_941_02, 19.750_292_937_480_54, 0.197_124_389_492_038_73],
                    0.065_142_714_296_392_76,
                ),
            ),
        }
    }
}

/// Net migrants by sex and single age, the last open, of a total; of a negative total those who leave, in the same shape.
///
/// # Errors
/// A total that is not finite, an open age of 0 or above 120.
pub fn family_schedule(family: Family, total: f64, open_age: u32) -> Result<BySex<Vec<f64>>, Error> {
    check_finite("the total", &[total])?;
    check_between("the open age", f64::from(open_age), 1.0, f64::from(LAST_OF_FAMILIES))?;
    let schedules = family.schedules();
    let (men, women) = (schedules.male.ages(LAST_OF_FAMILIES)?, schedules.female.ages(LAST_OF_FAMILIES)?);
    let all: f64 = men.iter().chain(&women).sum();
    let fold = |ages: Vec<f64>| -> Vec<f64> {
        let (young, old) = ages.split_at(open_age as usize);
        young.iter().copied().chain([old.iter().sum()]).map(|share| share * total / all).collect()
    };
    Ok(BySex::new(fold(men), fold(women)))
}
