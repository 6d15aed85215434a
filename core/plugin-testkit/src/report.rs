//! Everything about one plugin in one report: the suite for every model, its recorded cases, arbitrary answers.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use studio_plugin_host::{PluginHost, PluginIdentity};

use crate::case::{Case, CaseError, cases_in};
use crate::conformance::{CheckOutcome, conformance};
use crate::fuzz::{FuzzOptions, FuzzReport, fuzz};

/// Folder below the cases with what is expected of each: `fixtures/expected/NAME.json`.
const EXPECTED: &str = "expected";

/// What to test besides the suite.
#[derive(Debug, Clone, Default)]
pub struct TestOptions {
    /// Folder of recorded cases.
    pub fixtures: Option<PathBuf>,
    /// Write down what came out of the cases instead of comparing it.
    pub accept: bool,
    /// Arbitrary answers for every model.
    pub fuzz: Option<FuzzOptions>,
}

/// What was found about a plugin.
#[derive(Debug, Clone, Serialize)]
pub struct PluginReport {
    /// Which plugin.
    pub plugin: PluginIdentity,
    /// The suite, for each model.
    pub models: Vec<ModelReport>,
    /// The recorded cases.
    pub cases: Vec<CaseOutcome>,
    /// Arbitrary answers, for each model.
    pub fuzz: Vec<FuzzReport>,
    /// Whether nothing was found.
    pub passed: bool,
}

/// The suite of one model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelReport {
    /// The model's id.
    pub model: String,
    /// Every check with what it found.
    pub checks: Vec<CheckOutcome>,
}

/// What became of a recorded case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseOutcome {
    /// Name of its file without the extension.
    pub name: String,
    /// What it shows.
    pub about: String,
    /// What is wrong; none when all is well.
    pub problem: Option<String>,
    /// Whether there was something on file to compare the outcome with.
    pub compared: bool,
}

/// Tests the plugin with this id.
///
/// # Errors
/// When the folder of cases cannot be read, or outcomes cannot be written.
pub async fn test_plugin(
    host: &PluginHost,
    plugin: &PluginIdentity,
    options: &TestOptions,
) -> Result<PluginReport, CaseError> {
    let cases = options
        .fixtures
        .as_deref()
        .map(cases_in)
        .transpose()?
        .unwrap_or_default();
    let mut report = PluginReport {
        plugin: plugin.clone(),
        models: Vec::new(),
        cases: Vec::new(),
        fuzz: Vec::new(),
        passed: false,
    };
    let offered = host.models().into_iter().filter(|info| info.plugin.id == plugin.id);
    for model in offered.filter_map(|info| host.model(&info.model.id)) {
        let id = model.model().id.clone();
        let recorded: Vec<String> = cases
            .iter()
            .filter(|(_, case)| case.model == id)
            .map(|(_, case)| case.body())
            .collect();
        if let Some(options) = &options.fuzz {
            report.fuzz.push(fuzz(&model, &recorded, options).await);
        }
        let checks = conformance(&model).await;
        report.models.push(ModelReport { model: id, checks });
    }
    if let Some(folder) = &options.fixtures {
        for (name, case) in &cases {
            report
                .cases
                .push(outcome(host, folder, name, case, options.accept).await?);
        }
    }
    report.passed = report.is_clean();
    Ok(report)
}

impl PluginReport {
    fn is_clean(&self) -> bool {
        let checks = self.models.iter().flat_map(|model| &model.checks);
        checks.into_iter().all(|check| check.violations.is_empty())
            && self.cases.iter().all(|case| case.problem.is_none())
            && self.fuzz.iter().all(|fuzz| fuzz.findings.is_empty())
    }
}

async fn outcome(
    host: &PluginHost,
    folder: &Path,
    name: &str,
    case: &Case,
    accept: bool,
) -> Result<CaseOutcome, CaseError> {
    let file = folder.join(EXPECTED).join(format!("{name}.json"));
    let mut told = CaseOutcome {
        name: name.to_owned(),
        about: case.about.clone(),
        problem: None,
        compared: false,
    };
    match case.run(host).await {
        Err(error) => told.problem = Some(error.to_string()),
        Ok(outcome) => {
            let outcome = serde_json::to_value(&outcome).expect("an outcome is plain data");
            if accept {
                write(&file, &outcome)?;
            } else if let Some(expected) = read(&file)? {
                told.compared = true;
                told.problem = first_difference("", &expected, &outcome);
            }
        }
    }
    Ok(told)
}

fn write(file: &Path, outcome: &Value) -> Result<(), CaseError> {
    let text = format!("{outcome:#}\n");
    let folder = file.parent().unwrap_or(Path::new(""));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(file, text))
        .map_err(|error| problem_of(file, &error))
}

fn read(file: &Path) -> Result<Option<Value>, CaseError> {
    match std::fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|error| problem_of(file, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(problem_of(file, &error)),
    }
}

fn problem_of(file: &Path, error: &dyn std::fmt::Display) -> CaseError {
    CaseError::File {
        path: file.to_owned(),
        reason: error.to_string(),
    }
}

/// The first place where two values differ, in words. `1` and `1.0` are the same number.
fn first_difference(path: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            let missing = a.keys().find(|name| !b.contains_key(*name));
            let extra = b.keys().find(|name| !a.contains_key(*name));
            if let Some(name) = missing {
                return Some(format!("{path}/{name} is on file and did not come out"));
            }
            if let Some(name) = extra {
                return Some(format!("{path}/{name} came out and is not on file"));
            }
            a.iter()
                .find_map(|(name, value)| first_difference(&format!("{path}/{name}"), value, &b[name]))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| first_difference(&format!("{path}/{index}"), a, b)),
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path} should be {a} and is {b}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn difference(expected: &Value, found: &Value) -> Option<String> {
        first_difference("", expected, found)
    }

    #[test]
    fn equal_outcomes_do_not_differ() {
        let value = json!({"input": {"steps": 4, "list": [1.0]}});
        assert_eq!(difference(&value, &json!({"input": {"steps": 4, "list": [1]}})), None);
    }

    #[test]
    fn a_difference_is_named_by_its_place() {
        let expected = json!({"input": {"steps": 4, "list": [1]}});
        for (found, told) in [
            (
                json!({"input": {"steps": 5, "list": [1]}}),
                "/input/steps should be 4 and is 5",
            ),
            (
                json!({"input": {"steps": 4, "list": [2]}}),
                "/input/list/0 should be 1 and is 2",
            ),
            (
                json!({"input": {"steps": 4}}),
                "/input/list is on file and did not come out",
            ),
            (
                json!({"input": {"steps": 4, "list": [1], "x": 1}}),
                "/input/x came out and is not on file",
            ),
        ] {
            assert_eq!(difference(&expected, &found).as_deref(), Some(told));
        }
    }
}
