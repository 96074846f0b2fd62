//! The linkage schema of clkhash, version 3, and the Bloom filters it describes, bit for bit as clkhash 0.18 makes them.
//!
//! clkhash makes one filter a record, all features laid over each other. Here each feature has a filter of its own, so that a missing value stays missing:
//! it is the one that clkhash makes with the same schema when all other features are `ignored`. So an office without danso can make the same filters with
//! the public tool, one run a feature.
//!
//! Read are text of any format, n-grams and exact comparison, BLAKE2 hashing, bits a token or a feature, XOR folds, HKDF with SHA-256 or SHA-512.
//! Numeric comparison, double hashing and sentinels are refused, not guessed. Folds are asked for by `xor_folds`: clkhash documents `xorFolds` and reads
//! `xor_folds` (`clkhash/schema.py`, 0.18.3), so a schema that says only the former is refused as well.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use blake2::Blake2bMac512;
use blake2::digest::Mac;
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::{Sha256, Sha512};
use thiserror::Error;

/// Bits of a filter before it is folded, at most.
const MOST_BITS: usize = 1 << 16;

/// Why a schema cannot be used.
#[derive(Debug, Error)]
pub enum SchemaError {
    /// It is no schema.
    #[error("the file is no linkage schema: {0}")]
    Form(#[from] serde_json::Error),
    /// Another version.
    #[error("the schema has version {0}; version 3 is read")]
    Version(f64),
    /// Something that is not made here.
    #[error("the schema asks for {0}, which is not made here")]
    Unsupported(String),
    /// A number that cannot be.
    #[error("the schema has a wrong {0}")]
    Wrong(&'static str),
}

/// A schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    version: f64,
    #[serde(rename = "clkConfig")]
    config: Config,
    features: Vec<Feature>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Config {
    l: usize,
    kdf: Kdf,
    #[serde(rename = "xor_folds", default, skip_serializing_if = "is_zero")]
    folds: u32,
    #[serde(rename = "xorFolds", default, skip_serializing_if = "is_zero")]
    documented_folds: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kdf {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    info: Option<String>,
    #[serde(rename = "keySize", default, skip_serializing_if = "Option::is_none")]
    key_size: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Feature {
    identifier: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    ignored: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hashing: Option<Hashing>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Hashing {
    comparison: Comparison,
    strategy: Strategy,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<Hash>,
    #[serde(rename = "missingValue", default, skip_serializing_if = "Option::is_none")]
    missing: Option<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Hash {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Comparison {
    Ngram {
        n: usize,
        #[serde(default)]
        positional: bool,
    },
    Exact,
    Numeric,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Strategy {
    #[serde(rename = "bitsPerToken")]
    Token(usize),
    #[serde(rename = "bitsPerFeature")]
    Feature(usize),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// When it is none, or asks for what is not made here.
    pub fn read(text: &str) -> Result<Self, SchemaError> {
        let schema: Self = serde_json::from_str(text)?;
        let unsupported = |what: String| Err(SchemaError::Unsupported(what));
        if schema.version.total_cmp(&3.0).is_ne() {
            return Err(SchemaError::Version(schema.version));
        }
        if schema.config.documented_folds != 0 && schema.config.documented_folds != schema.config.folds {
            return unsupported("xorFolds, which clkhash passes over; it reads xor_folds".to_owned());
        }
        let bits = schema.config.l.checked_shl(schema.config.folds).unwrap_or(0);
        if schema.config.l == 0 || !schema.config.l.is_multiple_of(8) || !bits.is_power_of_two() || bits > MOST_BITS {
            return Err(SchemaError::Wrong("length"));
        }
        if schema.config.kdf.kind != "HKDF" || !matches!(schema.config.kdf.hash.as_deref(), None | Some("SHA256" | "SHA512")) {
            return unsupported(schema.config.kdf.kind.clone());
        }
        if !(1..=64).contains(&schema.config.kdf.key_size.unwrap_or(64)) {
            return Err(SchemaError::Wrong("keySize"));
        }
        for feature in schema.features.iter().filter(|feature| !feature.ignored) {
            let Some(hashing) = &feature.hashing else { return Err(SchemaError::Wrong("feature")) };
            match (&hashing.comparison, &hashing.hash, &hashing.missing) {
                (Comparison::Numeric, ..) => return unsupported("numeric comparison".to_owned()),
                (_, Some(hash), _) if hash.kind != "blakeHash" => return unsupported(hash.kind.clone()),
                (_, _, Some(_)) => return unsupported("missingValue".to_owned()),
                (Comparison::Ngram { n, .. }, ..) if !(1..=8).contains(n) => return Err(SchemaError::Wrong("n")),
                (Comparison::Ngram { .. } | Comparison::Exact, ..) => {}
            }
            let (Strategy::Token(many) | Strategy::Feature(many)) = hashing.strategy;
            if !(1..=4096).contains(&many) {
                return Err(SchemaError::Wrong("strategy"));
            }
        }
        Ok(schema)
    }

    /// Identifiers of the features that are not ignored, with their places.
    pub fn features(&self) -> impl Iterator<Item = (usize, &str)> {
        self.features
            .iter()
            .enumerate()
            .filter(|(_, feature)| !feature.ignored)
            .map(|(at, feature)| (at, feature.identifier.as_str()))
    }

    /// Bytes of a filter.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.config.l / 8
    }
}

/// Makes filters by a schema and a secret.
pub struct Encoder<'a> {
    schema: &'a Schema,
    /// The key of each feature.
    keys: Vec<Vec<u8>>,
}

impl<'a> Encoder<'a> {
    /// Derives the keys of all features from the secret.
    ///
    /// # Errors
    /// When salt or info of the schema are no base64, or there are too many features for the derivation.
    pub fn new(schema: &'a Schema, secret: &[u8]) -> Result<Self, SchemaError> {
        let kdf = &schema.config.kdf;
        let bytes = |text: &Option<String>| {
            text.as_ref().map(|text| STANDARD.decode(text)).transpose().map_err(|_| SchemaError::Wrong("kdf"))
        };
        let (salt, info) = (bytes(&kdf.salt)?, bytes(&kdf.info)?.unwrap_or_default());
        let size = kdf.key_size.unwrap_or(64);
        // clkhash derives two keys a feature, of which BLAKE2 uses the first.
        let mut material = vec![0; 2 * size * schema.features.len()];
        let derived = if kdf.hash.as_deref() == Some("SHA512") {
            Hkdf::<Sha512>::new(salt.as_deref(), secret).expand(&info, &mut material)
        } else {
            Hkdf::<Sha256>::new(salt.as_deref(), secret).expand(&info, &mut material)
        };
        derived.map_err(|_| SchemaError::Wrong("number of features"))?;
        Ok(Self { schema, keys: material.chunks(2 * size).map(|keys| keys[..size].to_vec()).collect() })
    }

    /// The filter of a value of a feature; `None` when it is empty or the feature is ignored.
    #[must_use]
    pub fn filter(&self, feature: usize, value: &str) -> Option<Vec<u8>> {
        let hashing = self.schema.features.get(feature).filter(|feature| !feature.ignored)?.hashing.as_ref()?;
        let key = self.keys.get(feature)?;
        let tokens = tokens(&hashing.comparison, value);
        if value.is_empty() || tokens.is_empty() {
            return None;
        }
        let bits = self.schema.config.l << self.schema.config.folds;
        let mut filter = vec![0_u8; bits / 8];
        for (at, token) in tokens.iter().enumerate() {
            let many = match hashing.strategy {
                Strategy::Token(many) => many,
                Strategy::Feature(many) => many / tokens.len() + usize::from(at < many % tokens.len()),
            };
            set(&mut filter, key, token, many)?;
        }
        for _ in 0..self.schema.config.folds {
            let upper = filter.split_off(filter.len() / 2);
            filter.iter_mut().zip(upper).for_each(|(byte, other)| *byte ^= other);
        }
        Some(filter)
    }
}

fn tokens(comparison: &Comparison, value: &str) -> Vec<String> {
    match comparison {
        Comparison::Exact | Comparison::Numeric => vec![value.to_owned()],
        Comparison::Ngram { n, positional } => {
            let blanks = std::iter::repeat_n(' ', n - 1);
            let padded: Vec<char> = blanks.clone().chain(value.chars()).chain(blanks).collect();
            let gram = |(at, part): (usize, &[char])| {
                let part: String = part.iter().collect();
                if *positional { format!("{} {part}", at + 1) } else { part }
            };
            padded.windows(*n).enumerate().map(gram).collect()
        }
    }
}

/// Sets the bits of a token: 16-bit numbers of keyed BLAKE2b, salted with the number of the block of 32.
fn set(filter: &mut [u8], key: &[u8], token: &str, many: usize) -> Option<()> {
    let bits = filter.len() * 8;
    for block in 0..many.div_ceil(32) {
        let salt = block.to_string();
        let mut mac = Blake2bMac512::new_with_salt_and_personal(Some(key), salt.as_bytes(), &[]).ok()?;
        mac.update(token.as_bytes());
        let code = mac.finalize().into_bytes();
        for pair in code.chunks_exact(2).take((many - block * 32).min(32)) {
            let bit = usize::from(u16::from_le_bytes([pair[0], pair[1]])) % bits;
            filter[bit / 8] |= 0x80 >> (bit % 8);
        }
    }
    Some(())
}

/// A filter as clkhash writes it.
#[must_use]
pub fn written(filter: &[u8]) -> String {
    STANDARD.encode(filter)
}

/// A filter that clkhash wrote.
#[must_use]
pub fn read(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret of two offices, 32 bytes or more";

    fn schema(config: &str, strategy: &str) -> Schema {
        let feature = |name: &str, hashing: String| {
            format!(r#"{{"identifier":"{name}","format":{{"type":"string","encoding":"utf-8"}},"hashing":{hashing}}}"#)
        };
        let features = [
            feature(
                "surname",
                format!(r#"{{"comparison":{{"type":"ngram","n":2}},"strategy":{strategy},"hash":{{"type":"blakeHash"}}}}"#),
            ),
            feature(
                "birth",
                r#"{"comparison":{"type":"ngram","n":1,"positional":true},"strategy":{"bitsPerToken":10}}"#.to_owned(),
            ),
            feature("sex", r#"{"comparison":{"type":"exact"},"strategy":{"bitsPerFeature":40}}"#.to_owned()),
        ];
        Schema::read(&format!(r#"{{"version":3,"clkConfig":{config},"features":[{}]}}"#, features.join(","))).unwrap()
    }

    const KEYED: &str =
        r#"{"l":256,"xor_folds":1,"kdf":{"type":"HKDF","hash":"SHA256","info":"ZGFuc28=","salt":"bGlzdHM=","keySize":64}}"#;

    /// What clkhash 0.18.3 (Python, PyPI) prints for the same schema, secret and values, each feature by itself with the others ignored.
    #[test]
    fn filters_as_clkhash_0_18_3_makes_them() {
        let schema_of_keys = schema(KEYED, r#"{"bitsPerToken":10}"#);
        let encoder = Encoder::new(&schema_of_keys, SECRET).unwrap();
        let filter = |feature, value| written(&encoder.filter(feature, value).unwrap());
        assert_eq!(filter(0, "nguyen"), "ALARyBAgAARABLADQiAABBJgEEAkAQiCYABEYHAAN0A=");
        assert_eq!(filter(1, "19870520"), "GAMSJAGEgAEBBgAgAEZYjCDgiGhWRUAgYkDCCkgiAAQ=");
        assert_eq!(filter(2, "f"), "ACoEAAEQAAQABAAgCAAQEJAAgDBCAEAkEAgIKIEAAEQ=");
        let by_feature = schema(KEYED, r#"{"bitsPerFeature":45}"#);
        let encoder = Encoder::new(&by_feature, SECRET).unwrap();
        assert_eq!(written(&encoder.filter(0, "nguyen").unwrap()), "ALAAQAAgAABABCCDQCAAJBJgEEAmASiCYABEYGAAB0A=");
        let plain = schema(r#"{"l":256,"kdf":{"type":"HKDF"}}"#, r#"{"bitsPerFeature":45}"#);
        let encoder = Encoder::new(&plain, SECRET).unwrap();
        assert_eq!(written(&encoder.filter(0, "nguyen").unwrap()), "AIAiACICQAAAA0AAAgAkAAAkAbQAQC1gAQQAhIYwCdE=");
        assert_eq!(encoder.filter(0, ""), None);
    }

    #[test]
    fn what_is_not_made_is_refused() {
        let read = |from: &str, to: &str| {
            let text = serde_json::to_string(&schema(KEYED, r#"{"bitsPerToken":10}"#)).unwrap();
            assert!(text.contains(from), "{text}");
            Schema::read(&text.replacen(from, to, 1)).map_err(|error| error.to_string())
        };
        assert!(read("blakeHash", "doubleHash").unwrap_err().contains("doubleHash"));
        assert!(read(r#""version":3.0"#, r#""version":2"#).unwrap_err().contains("version 2"));
        assert!(read(r#""l":256"#, r#""l":200"#).is_err());
        assert!(read(r#""xor_folds""#, r#""xorFolds""#).unwrap_err().contains("xor_folds"));
        assert!(read("HKDF", "legacy").is_err());
        assert!(Schema::read("{}").is_err());
    }
}
