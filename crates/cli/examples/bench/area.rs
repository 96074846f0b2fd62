//! The first download of an area, and how soon an accepted event is in the counts of every level.

use crate::client::{Phone, get, post};
use crate::served::{Register, engines};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Instant;

pub async fn run() -> Result<()> {
    let register = Register::generate("sqlite", 20_000)?;
    let server = register.serve()?;
    let mut best: Option<(usize, usize, usize)> = None;
    for (login, password) in register.accounts("collaborator").into_iter().take(40) {
        let phone = Phone::enrol(&server.base, &login, &password).await?;
        let households = phone.snapshot["households"].as_array().map_or(0, Vec::len);
        let persons = phone.snapshot["households"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|each| each["members"].as_array().map_or(0, Vec::len))
            .sum();
        if best.is_none_or(|(known, ..)| households.abs_diff(200) < known.abs_diff(200)) {
            best = Some((households, persons, phone.snapshot_bytes));
        }
    }
    let (households, persons, bytes) = best.context("an area")?;
    println!(
        "first download of {households} households, {persons} persons: {bytes} bytes, that is {} for 200 households",
        bytes * 200 / households.max(1)
    );
    Ok(())
}

pub async fn fresh() -> Result<()> {
    for engine in engines() {
        let register = Register::generate(engine, 20_000)?;
        let server = register.serve()?;
        let (login, password) = register.accounts("collaborator").into_iter().next().context("a collaborator")?;
        let line = register.logins.iter().find(|line| line["login"] == login.as_str()).context("its line")?;
        let commune = line["commune"].as_str().context("its commune")?;
        let mut phone = Phone::enrol(&server.base, &login, &password).await?;
        let mut number = 8;
        let births = phone.events(1, &mut number);
        phone.push(&births).await?;
        let http = reqwest::Client::new();
        let token = |login: String, password: String| {
            let (http, base) = (http.clone(), server.base.clone());
            async move {
                let ask = json!({ "login": login, "password": password });
                let (_, reply) = post(&http, &format!("{base}/api/session"), None, &ask).await?;
                reply["token"].as_str().map(str::to_owned).context("a token")
            }
        };
        let officer =
            register.accounts("commune").into_iter().find(|(login, _)| login.ends_with(commune)).context("the officer")?;
        let officer = token(officer.0, officer.1).await?;
        let nation = register.accounts("nation").into_iter().next().context("the nation")?;
        let nation = token(nation.0, nation.1).await?;
        let hamlet = phone.snapshot["hamlets"][0]["code"].as_str().context("a hamlet")?.to_owned();
        let units = [hamlet.as_str(), commune, "92", "VN"];
        let mut before = Vec::new();
        for unit in units {
            before.push(
                get(&http, &format!("{}/api/count?unit={unit}&at=2026-06-30", server.base), &nation).await?["total"].clone(),
            );
        }
        let id = births[0]["id"].as_str().context("its id")?;
        let started = Instant::now();
        let (status, reply) = post(&http, &format!("{}/api/review/{id}/accept", server.base), Some(&officer), &json!({})).await?;
        anyhow::ensure!(status == 200, "accept: {status} {reply}");
        let accepted = started.elapsed();
        for (unit, before) in units.iter().zip(before) {
            let after =
                get(&http, &format!("{}/api/count?unit={unit}&at=2026-06-30", server.base), &nation).await?["total"].clone();
            anyhow::ensure!(after.as_u64() == before.as_u64().map(|count| count + 1), "{unit}: {before} before, {after} after");
        }
        println!(
            "{engine}: accepted in {} ms, in the counts of hamlet, commune, province and nation after {} ms",
            accepted.as_millis(),
            started.elapsed().as_millis()
        );
        let _value: Value = reply;
    }
    Ok(())
}
