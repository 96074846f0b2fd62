//! Hamlets and areas of a commune: how many, how large, what called, of which ethnic groups.

use crate::chance::Chance;
use danso_places::Kind;

/// Households of a hamlet at most, and at least where the commune allows.
const LARGEST: u32 = 490;
const SMALLEST: u32 = 52;
/// Hamlets from this size on may be parted between two collaborators, and below this joined to one.
const PARTED_FROM: u32 = 320;
const JOINED_BELOW: u32 = 110;

/// Households of each hamlet of a commune of so many: five to twenty-five hamlets, more in very large communes.
pub(super) fn hamlet_sizes(households: u32, chance: &mut Chance) -> Vec<u32> {
    let wished = (households / 220).clamp(5, 25).max(households.div_ceil(430));
    let count = wished.min(households / 56).max(1) as usize;
    let weights: Vec<f64> = (0..count).map(|_| chance.normal(1.0, 0.28).clamp(0.45, 1.8)).collect();
    let total: f64 = weights.iter().sum();
    let mut before = 0.0;
    let mut given = 0;
    let mut sizes: Vec<u32> = weights
        .iter()
        .enumerate()
        .map(|(at, weight)| {
            before += weight;
            let upto = if at + 1 == count { households } else { (f64::from(households) * before / total) as u32 };
            let own = upto - given;
            given = upto;
            own
        })
        .collect();
    level(&mut sizes);
    sizes
}

/// Moves households from the largest hamlets to the smallest until all are within the bounds, as far as can be.
fn level(sizes: &mut [u32]) {
    for _ in 0..sizes.len() * 4 {
        let largest = (0..sizes.len()).max_by_key(|at| sizes[*at]).unwrap_or(0);
        let smallest = (0..sizes.len()).min_by_key(|at| sizes[*at]).unwrap_or(0);
        let excess = sizes[largest].saturating_sub(LARGEST).max(SMALLEST.saturating_sub(sizes[smallest]));
        if excess == 0 || largest == smallest {
            return;
        }
        let moved = excess.min((sizes[largest] - sizes[smallest]) / 2);
        sizes[largest] -= moved;
        sizes[smallest] += moved;
    }
}

/// An area: the hamlets it covers with the households of each.
pub(super) type AreaShare = Vec<(usize, u32)>;

/// Areas over hamlets: mostly one each.
pub(super) fn areas(sizes: &[u32], chance: &mut Chance) -> Vec<AreaShare> {
    let mut areas = Vec::new();
    let mut at = 0;
    while at < sizes.len() {
        let size = sizes[at];
        let next = sizes.get(at + 1).copied();
        if size > PARTED_FROM && chance.yes(0.5) {
            areas.push(vec![(at, size / 2)]);
            areas.push(vec![(at, size - size / 2)]);
        } else if let Some(next) = next.filter(|next| size < JOINED_BELOW && *next < JOINED_BELOW && chance.yes(0.5)) {
            areas.push(vec![(at, size), (at + 1, next)]);
            at += 1;
        } else {
            areas.push(vec![(at, size)]);
        }
        at += 1;
    }
    areas
}

/// What hamlets are called: ấp and khóm in the Mekong delta, khu vực in the wards of Cần Thơ, bản in the north-west, thôn elsewhere, tổ dân
/// phố in wards.
pub(super) fn hamlet_kind(province: u8, commune: Kind) -> &'static str {
    let ward = commune == Kind::Ward;
    match province {
        92 if ward => "khu vực",
        82 | 86 | 91 | 96 if ward => "khóm",
        75 | 79 | 80 if ward => "khu phố",
        75 | 79 | 80 | 82 | 86 | 91 | 92 | 96 => "ấp",
        _ if ward => "tổ dân phố",
        11 | 12 | 14 => "bản",
        _ => "thôn",
    }
}

const SOUTH: ([&str; 14], [&str; 14]) = (
    ["Tân", "Thạnh", "Phú", "Long", "Hòa", "An", "Bình", "Mỹ", "Vĩnh", "Đông", "Trường", "Thới", "Phước", "Nhơn"],
    ["Lợi", "An", "Hòa", "Phú", "Thạnh", "Lộc", "Phước", "Mỹ", "Hưng", "Thành", "Bình", "Long", "Quới", "Thuận"],
);
const NORTH: ([&str; 14], [&str; 14]) = (
    ["Đông", "Đoài", "Thượng", "Hạ", "Trung", "Nội", "Ngọc", "Phú", "Xuân", "Yên", "Cao", "Kim", "Thanh", "Vân"],
    ["Hà", "Sơn", "Thịnh", "Xá", "Trạch", "Lâm", "Khê", "Đồng", "Lương", "Mai", "Cầu", "Quang", "Trung", "Hưng"],
);
const HIGHLAND: ([&str; 14], [&str; 14]) = (
    ["Nậm", "Huổi", "Pa", "Tả", "Sìn", "Phìn", "Nà", "Pắc", "Thèn", "Lùng", "Cò", "Mường", "Noong", "Phiêng"],
    ["Loỏng", "Cuổi", "Pục", "Khao", "Lay", "Chải", "San", "Tần", "Mạ", "Cáy", "Ban", "Hồ", "Luông", "Kham"],
);

/// The name of the hamlet at a place of its commune, with the kind before it.
pub(super) fn hamlet_name(kind: &str, place: usize, used: &mut Vec<String>, chance: &mut Chance) -> String {
    let mut letters = kind.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let words = match kind {
        "ấp" | "khu vực" | "khóm" => &SOUTH,
        "bản" => &HIGHLAND,
        "thôn" => &NORTH,
        _ => return format!("{title} {}", place + 1),
    };
    let drawn = format!("{title} {} {}", chance.pick(&words.0), chance.pick(&words.1));
    let name = if used.contains(&drawn) { format!("{drawn} {}", place + 1) } else { drawn.clone() };
    used.push(drawn);
    name
}

/// The persons of each ethnic group that are still to be settled in the province.
#[derive(Debug)]
pub(super) struct Urn {
    left: Vec<(u8, i64)>,
}

/// Ethnic groups of one commune: how much each is drawn to it.
pub(super) struct Tilt(Vec<f64>);

impl Urn {
    pub(super) fn new(shares: &[(u8, u32)], persons: u64) -> Self {
        let total: u64 = shares.iter().map(|(_, share)| u64::from(*share)).sum();
        let left = shares.iter().map(|(code, share)| (*code, (persons * u64::from(*share)).div_ceil(total) as i64)).collect();
        Self { left }
    }

    pub(super) fn tilt(&self, ward: bool, chance: &mut Chance) -> Tilt {
        let pull = |code: u8, chance: &mut Chance| {
            let root = chance.normal(1.0, 0.5).max(0.05);
            root * root * root * if ward && code == 1 { 5.0 } else { 1.0 }
        };
        Tilt(self.left.iter().map(|(code, _)| pull(*code, chance)).collect())
    }

    /// The place of a group, by what is left of each and how much it is drawn here.
    pub(super) fn draw(&self, tilt: &Tilt, chance: &mut Chance) -> usize {
        let weight = |((_, left), pull): (&(u8, i64), &f64)| (*left).max(0) as f64 * pull;
        let total: f64 = self.left.iter().zip(&tilt.0).map(weight).sum();
        let mut drawn = chance.unit() * total;
        for (at, each) in self.left.iter().zip(&tilt.0).enumerate() {
            let own = weight(each);
            if drawn < own {
                return at;
            }
            drawn -= own;
        }
        0
    }

    pub(super) fn has(&self, place: usize) -> bool {
        self.left[place].1 > 0
    }

    pub(super) fn code(&self, place: usize) -> u8 {
        self.left[place].0
    }

    pub(super) fn take(&mut self, place: usize, persons: usize) {
        self.left[place].1 -= persons as i64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Purpose;

    #[test]
    fn hamlets_hold_all_households_within_bounds() {
        for households in [40, 55, 112, 300, 1500, 8000, 11_000, 30_000] {
            let mut chance = Chance::new(households.into(), Purpose::Commune, 1);
            let sizes = hamlet_sizes(households, &mut chance);
            assert_eq!(sizes.iter().sum::<u32>(), households);
            assert!(households < 50 || sizes.iter().all(|size| (50..=500).contains(size)), "{sizes:?}");
            let shared: u32 = areas(&sizes, &mut chance).iter().flatten().map(|(_, share)| share).sum();
            assert_eq!(shared, households);
        }
    }
}
