//! A list of another office about the people of a test's register, made with errors, and the truth about it.

use danso_app::App;
use std::collections::HashMap;
use uuid::Uuid;

/// Of a hundred residents the register knows so many; the list so many of everyone.
const REGISTERED: usize = 95;
const LISTED: u64 = 85;

/// A list and what is true.
pub struct Listed {
    pub file: String,
    /// Who each row is; None for people of whom the register knows nothing.
    pub truth: HashMap<u32, Option<Uuid>>,
    /// People there are.
    pub people: usize,
    /// Of them in the register.
    pub residents: usize,
}

/// Steady chance.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }

    fn in_hundred(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

struct Row {
    name: String,
    sex: String,
    birth: String,
    phone: String,
    address: String,
    person: Option<Uuid>,
}

fn spoiled(row: &Row, dice: &mut Dice) -> (String, String) {
    let name = if dice.in_hundred(15) { danso_catalog::fold(&row.name).to_uppercase() } else { row.name.clone() };
    let parts: Vec<&str> = row.birth.trim_end_matches('~').split('-').collect();
    let birth = match (parts.as_slice(), dice.below(100)) {
        ([year, ..], 0..5) => (*year).to_owned(),
        ([year, month, day], 5..8) => format!("{day}/{month}/{}", year.parse::<i32>().unwrap() + 1),
        ([year, month, day], _) => format!("{day}/{month}/{year}"),
        ([year, month], _) => format!("{month}/{year}"),
        _ => parts.join("/"),
    };
    (name, birth)
}

/// Everyone of the register, and people whom it does not know, as an office would list most of them.
pub async fn list(app: &App, seed: u64) -> Listed {
    let mut dice = Dice(seed);
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let documents = app.page_of_households(after, 500).await.unwrap();
        let Some(last) = documents.last() else { break };
        after = Some(danso_model::HouseholdId(last.id));
        for document in &documents {
            for member in &document.members {
                rows.push(Row {
                    name: member.name.clone().unwrap_or_default(),
                    sex: member.sex.clone(),
                    birth: member.birth.clone(),
                    phone: member.phone.clone().unwrap_or_default(),
                    address: document.address.clone().unwrap_or_default(),
                    person: Some(member.id),
                });
            }
        }
    }
    let residents = rows.len();
    for number in 0..residents * (100 - REGISTERED) / REGISTERED {
        // Parts of several people make someone who is none of them.
        let part = |dice: &mut Dice, rows: &[Row]| dice.below(rows.len() as u64) as usize;
        let (one, two, three) =
            (part(&mut dice, &rows[..residents]), part(&mut dice, &rows[..residents]), part(&mut dice, &rows[..residents]));
        let surname = rows[one].name.split(' ').next().unwrap_or("Lê").to_owned();
        let rest: Vec<&str> = rows[two].name.split(' ').skip(1).collect();
        rows.push(Row {
            name: format!("{surname} {}", rest.join(" ")),
            sex: rows[two].sex.clone(),
            birth: format!("{}-{:02}-{:02}", 1945 + dice.below(70), 1 + dice.below(12), 1 + dice.below(28)),
            phone: String::new(),
            address: format!("Số {}, {}", number + 1, rows[three].address),
            person: None,
        });
    }
    let (mut file, mut truth) = ("STT;Họ và tên;Giới tính;Ngày sinh;Địa chỉ;Điện thoại\n".to_owned(), HashMap::new());
    for row in &rows {
        if !dice.in_hundred(LISTED) {
            continue;
        }
        let (name, birth) = spoiled(row, &mut dice);
        let sex = if row.sex == "m" { "Nam" } else { "Nữ" };
        let number = truth.len() as u32;
        file.push_str(&format!("{};{name};{sex};{birth};\"{}\";{}\n", number + 1, row.address, row.phone));
        truth.insert(number, row.person);
    }
    file.push_str("9999;;Nam;01/01/1990;;\n");
    Listed { file, truth, people: rows.len(), residents }
}
