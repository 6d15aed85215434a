//! The axes that multiply every row: models, parameter values, seeds.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

/// The axes of a grid. Each row of the source is repeated for every model, every combination of parameter values and
/// every seed, the seeds changing fastest. An axis with nothing in it leaves the rows as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Axes {
    /// Models by id.
    pub models: Vec<String>,
    /// Values of each parameter by its name; the parameter that is last in the alphabet changes fastest.
    pub parameters: BTreeMap<String, Vec<Value>>,
    /// Seeds.
    pub seeds: Seeds,
}

/// Seeds, named one by one or as a range. In JSON `[1, 2, 3]` or `{"count": 3, "first": 1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Seeds {
    /// These.
    List(Vec<u64>),
    /// So many in a row.
    Range {
        /// How many, 1 or more.
        count: u64,
        /// The first one; 1 where it is left out, since some providers take 0 for "any".
        first: u64,
    },
}

impl Seeds {
    /// The number of seeds; 0 for an axis that is not there.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::List(seeds) => seeds.len() as u64,
            Self::Range { count, .. } => *count,
        }
    }

    /// There are no seeds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The seed at this place, if there are so many and the range does not run past `u64::MAX`.
    #[must_use]
    pub fn get(&self, place: u64) -> Option<u64> {
        match self {
            Self::List(seeds) => seeds.get(usize::try_from(place).ok()?).copied(),
            Self::Range { count, first } => (place < *count).then(|| first.checked_add(place)).flatten(),
        }
    }
}

impl Default for Seeds {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl<'de> Deserialize<'de> for Seeds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SeedsVisitor)
    }
}

/// Tells a list from a range before it looks inside, so that an error names what is wrong in there.
struct SeedsVisitor;

impl<'de> de::Visitor<'de> for SeedsVisitor {
    type Value = Seeds;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of seeds or {\"count\": n, \"first\": seed}")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Seeds, A::Error> {
        Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(Seeds::List)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Seeds, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Range {
            count: u64,
            first: Option<u64>,
        }
        let Range { count, first } = Range::deserialize(de::value::MapAccessDeserializer::new(map))?;
        let first = first.unwrap_or(1);
        Ok(Seeds::Range { count, first })
    }
}
