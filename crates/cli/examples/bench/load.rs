//! Many phones at once.

use crate::client::Phone;
use crate::served::Register;
use anyhow::Result;

/// Enrols a phone for each of the first `count` collaborators.
pub async fn phones(register: &Register, base: &str, count: usize) -> Result<Vec<Phone>> {
    let mut phones = Vec::with_capacity(count);
    for (login, password) in register.accounts("collaborator").into_iter().take(count) {
        phones.push(Phone::enrol(base, &login, &password).await?);
    }
    anyhow::ensure!(phones.len() == count, "the register has {} collaborators, {count} are needed", phones.len());
    Ok(phones)
}

/// Pushes of 20 to 200 events.
pub fn push_size(number: u64) -> usize {
    20 + (number.wrapping_mul(2_654_435_761) >> 7) as usize % 181
}
