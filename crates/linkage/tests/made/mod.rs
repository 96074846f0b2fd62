//! People who do not exist, in households, and what a second list makes of them. Unlike the fields' beliefs on purpose: its shares of errors are its own.

use danso_linkage::hash::Draw;
use danso_linkage::person::record::Row;

const SURNAMES: [&str; 8] = ["Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Thạch"];
const MIDDLES: [[&str; 6]; 2] = [["Văn", "Văn", "Hữu", "Minh", "Quốc", "Đức"], ["Thị", "Thị", "Ngọc", "Kim", "Thanh", "Mỹ"]];
const GIVENS: [&str; 24] = [
    "Hòa",
    "Lý",
    "Vy",
    "Hùng",
    "Hưng",
    "Lan",
    "Thúy",
    "Thủy",
    "Tuấn",
    "Sơn",
    "Phúc",
    "Lộc",
    "Thọ",
    "Mai",
    "Đào",
    "Cúc",
    "Trúc",
    "Dũng",
    "Nghĩa",
    "Hiếu",
    "Loan",
    "Phượng",
    "Khánh",
    "Bình",
];

/// A person of a list.
#[derive(Debug, Clone)]
pub struct Made {
    /// Who it is, in both lists.
    pub key: String,
    /// Name.
    pub name: String,
    sex: &'static str,
    birth: String,
    number: String,
    commune: String,
    address: String,
    phone: String,
}

impl Made {
    /// As a row of a list.
    pub fn row(&self) -> Row<'_> {
        Row {
            name: &self.name,
            sex: self.sex,
            birth: &self.birth,
            number: &self.number,
            commune: &self.commune,
            address: &self.address,
            phone: &self.phone,
            ..Row::default()
        }
    }

    /// Someone of another time and place, who shares no block with anybody here.
    pub fn stranger(self) -> Self {
        let year: String = self.birth.chars().skip(2).collect();
        Self {
            key: format!("x{}", self.key),
            name: format!("{} Xyzo {}", self.name.replace(' ', "q"), self.key),
            birth: format!("18{year}"),
            number: String::new(),
            commune: "99".to_owned(),
            phone: String::new(),
            ..self
        }
    }
}

/// So many people in households of three, in four communes.
pub fn population(many: usize, seed: u64) -> Vec<Made> {
    let mut draw = Draw::new(seed);
    let mut people = Vec::new();
    let (mut surname, mut commune, mut address) = ("", String::new(), String::new());
    for number in 0..many {
        if number % 3 == 0 {
            surname = SURNAMES[draw.below(SURNAMES.len())];
            commune = format!("{}", 1 + draw.below(4));
            address = format!("{} Ấp {}", 1 + draw.below(900), 1 + draw.below(12));
        }
        let sex = draw.below(2);
        let name = format!("{surname} {} {}", MIDDLES[sex][draw.below(6)], GIVENS[draw.below(GIVENS.len())]);
        let (year, month, day) = (1940 + draw.below(80), 1 + draw.below(12), 1 + draw.below(28));
        let century = if year < 2000 { sex } else { 2 + sex };
        people.push(Made {
            key: format!("{seed}-{number}"),
            name,
            sex: ["M", "F"][sex],
            birth: format!("{year}-{month:02}-{day:02}"),
            number: format!("092{century}{:02}{:06}", year % 100, draw.below(1_000_000)),
            commune: commune.clone(),
            address: address.clone(),
            phone: format!("09{:08}", draw.below(100_000_000)),
        });
    }
    people
}

/// A second list: two of three of the people, some of them damaged.
pub fn damaged(people: &[Made], seed: u64) -> Vec<Made> {
    let mut draw = Draw::new(seed);
    let mut list: Vec<Made> = people.iter().filter(|_| draw.below(3) > 0).cloned().collect();
    for made in &mut list {
        if draw.below(2) == 0 {
            made.number = String::new();
        }
        if draw.below(3) == 0 {
            made.phone = String::new();
        }
        match draw.below(12) {
            0 => made.birth = format!("{}-01-01", &made.birth[..4]),
            1 => made.name = made.name.to_uppercase(),
            2 => made.address = String::new(),
            3 => made.commune = "3".to_owned(),
            4 => made.name = made.name.replace(" Thị ", " ").replace(" Văn ", " "),
            _ => {}
        }
    }
    // In another order than the first list.
    for at in (1..list.len()).rev() {
        list.swap(at, draw.below(at + 1));
    }
    list
}
