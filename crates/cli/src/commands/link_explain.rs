//! `danso link explain`: the weight of two records as a sum, in words.

use super::link::{Options, TwoLists, bits};
use super::link_lists::{Lists, Records};
use crate::messages::{expected, text};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use danso_linkage::person::compare::Comparer;
use danso_linkage::person::explain::{Explanation, explain};
use serde_json::json;
use std::process::ExitCode;

/// Why two records have their weight
#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    lists: TwoLists,
    /// Identifier in the first list
    #[arg(long, value_name = "ID")]
    a_id: String,
    /// Identifier in the second list
    #[arg(long, value_name = "ID")]
    b_id: String,
    #[command(flatten)]
    options: Options,
}

impl Explain {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let options = &self.options;
        let (explanation, probability) = options.in_threads(|| {
            let mut lists = Lists::read(&options.input(&self.lists.a, Some(&self.lists.b)))?;
            let (a, b) = (lists.find_a(&self.a_id)?, lists.find_b(&self.b_id)?);
            let linked = lists.link(options.model.as_deref(), options.seed)?.linked;
            let edge = linked.edges.iter().position(|edge| edge.a as usize == a && edge.b as usize == b);
            let probability = edge.and_then(|edge| linked.probabilities.get(edge)).copied().unwrap_or(0.0);
            let Records::Persons(people) = &mut lists.records else { return Err(expected("link_explain_persons", &[])) };
            let frequencies = Lists::frequencies(people, options.model.as_deref())?;
            let comparer = Comparer::new(&people.standardiser.lexicon, &frequencies);
            let second = people.b.as_ref().unwrap_or(&people.a);
            let (Some(one), Some(other)) = (people.a.get(a), second.get(b)) else {
                return Err(expected("link_explain_persons", &[]));
            };
            Ok((explain(&comparer, &Lists::trained(&linked).model, one, other), probability))
        })?;
        if self.options.json {
            println!("{}", json!({"a_id": self.a_id, "b_id": self.b_id, "explanation": explanation, "probability": probability}));
        } else {
            show(&explanation, probability);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn signed(bits: f64) -> String {
    format!("{bits:+.1}").replace('.', ",").replace('-', "−")
}

fn show(explanation: &Explanation, probability: f64) {
    let mut table = Table::new();
    table.set_header(["field", "level", "weight"].map(|column| text(&format!("link_column_{column}"), &[])));
    let before = text(if explanation.against_kin { "link_before_kin" } else { "link_before" }, &[]);
    table.add_row([before, String::new(), signed(explanation.before)]);
    for line in &explanation.lines {
        let mut level = text(&format!("link_level_{}_{}", line.field, line.level), &[]);
        if line.rarity.abs() >= 0.05 {
            let key = if line.rarity > 0.0 { "link_rare" } else { "link_common" };
            level = format!("{level} {}", text(key, &[("bits", &signed(line.rarity))]));
        }
        table.add_row([text(&format!("link_field_{}", line.field), &[]), level, signed(line.weight)]);
    }
    if explanation.other_explanation < -0.05 {
        let key = if explanation.against_kin { "link_other_unrelated" } else { "link_other_kin" };
        table.add_row([text(key, &[]), String::new(), signed(explanation.other_explanation)]);
    }
    table.add_row([text("link_sum", &[]), String::new(), signed(explanation.weight)]);
    if probability > 0.0 {
        table.add_row([text("link_rivals", &[]), String::new(), signed(bits(probability) - explanation.weight)]);
    }
    println!("{table}");
    let shown = format!("{:.1}", probability * 100.0).replace('.', ",");
    println!("{}", text("link_probability", &[("percent", &shown)]));
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn every_level_has_words() {
        for field in danso_linkage::person::levels::fields().into_iter().chain([danso_linkage::person::levels::of_household()]) {
            for level in field.levels.iter().skip(1) {
                let key = format!("link_level_{}_{}", field.name, level.code);
                assert_ne!(text(&key, &[]), key);
            }
            let key = format!("link_field_{}", field.name);
            assert_ne!(text(&key, &[]), key);
        }
        for key in [
            "link_column_field",
            "link_column_level",
            "link_column_weight",
            "link_doubt_not_converged",
            "link_doubt_kin_like_one_person",
        ] {
            assert_ne!(text(key, &[]), key);
        }
    }
}
