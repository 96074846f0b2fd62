//! The words of indicators as those of the image: both are the words of `docs/measures.md`.

use danso_catalog::Catalog;
use danso_tally::Dim;
use jiff::civil::Date;

/// A function from one enum to another with variants of the same names.
macro_rules! same_words {
    ($name:ident: $from:ty => $to:ty { $($variant:ident),+ $(,)? }) => {
        pub(super) const fn $name(value: $from) -> $to {
            match value { $(<$from>::$variant => <$to>::$variant,)+ }
        }
    };
}

same_words!(count: danso_indicators::Count => danso_tally::Count {
    Residents, Households, Births, Deaths, MovesIn, MovesOut, Corrections, Marriages, Couples, Divorces, Separations, Widowed,
    MethodStarts, MethodStops, Pregnancies, PrenatalScreens, NewbornScreens, Checkups, Reviews,
});
same_words!(dimension: danso_indicators::Dimension => Dim {
    Sex, Age, Residence, Marital, Method, Ethnic, Education, Disabled, Urban, Type, Fresh, Order, MotherAge, BirthPlace, Multiple,
    Neonatal, DeathPlace, Level, Registered, Kin, Underage, Counselled, First, Modern, New, Outcome, Band, Panels, Edward, Down,
    Patau, Thalassemia, Ch, G6pd, Cah, Hearing, Heart,
});

/// The numbers of the methods of contraception that the catalogue calls modern on a day.
pub(crate) fn modern(catalog: &Catalog, day: Date) -> Vec<u16> {
    let items = catalog.list("contraception_method", day).map(|list| &list.items[..]).unwrap_or_default();
    items.iter().filter(|item| item.flag("modern")).filter_map(|item| item.code.parse().ok()).collect()
}
