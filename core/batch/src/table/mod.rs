//! CSV: from bytes to text, from text to records, from records to rows.
//!
//! Nothing is held but the text and the record being read. Lines are counted here rather than by the reader, which
//! counts from before the blank lines that it skips.

mod columns;
mod decode;
mod error;
mod layout;
mod named;
mod records;
mod rows;
mod target;

pub use columns::Column;
pub use decode::decode;
pub use error::CsvError;
pub use named::{NamedRecord, read};
pub(crate) use rows::TableRows;
pub use target::{Target, UnknownTarget};

use columns::named_columns;
use layout::Layout;
use records::Records;

use crate::{
    Limits,
    problem::Problem,
    spec::CsvSpec,
    template::{PromptTemplate, unknown_names},
};

/// A table whose header is read.
pub(crate) struct Table<'a> {
    spec: &'a CsvSpec,
    header: Vec<String>,
    records: Records<'a>,
}

impl<'a> Table<'a> {
    pub(crate) fn open(spec: &'a CsvSpec) -> Result<Self, CsvError> {
        let layout = Layout::of(&spec.text)?;
        let mut records = Records::new(layout);
        let header = records.next().ok_or(CsvError::NoHeader)?;
        let header = columns::header(header.cells)?;
        Ok(Self { spec, header, records })
    }

    /// The number of records after the header, broken ones too. Reads the text to its end.
    pub(crate) fn count(mut self) -> u64 {
        let mut count = 0;
        while self.records.next().is_some() {
            count += 1;
        }
        count
    }

    /// What each column is for.
    pub(crate) fn columns(&self) -> Vec<Column> {
        named_columns(&self.header, &self.spec.mapping)
    }

    /// What is wrong with the columns and the template, whatever the records hold.
    pub(crate) fn problems(&self, limits: &Limits) -> Vec<Problem> {
        let columns = self.columns();
        let mut problems = columns::mapping_problems(&self.header, &self.spec.mapping);
        problems.extend(columns::clashes(&columns));
        let has_prompt = columns.iter().any(|column| column.target == Target::Prompt);
        match &self.spec.template {
            Some(template) if has_prompt => {
                let message = "a column is the prompt already; map it to `variable` to use it in the template";
                problems.push(Problem::new("template", message));
                problems.extend(template_problems(template, &columns, limits));
            }
            Some(template) => problems.extend(template_problems(template, &columns, limits)),
            None if has_prompt => {}
            None => {
                let names: Vec<String> = self.header.iter().map(|name| format!("`{name}`")).collect();
                let names = names.join(", ");
                let message =
                    format!("no column is the prompt; map one of {names} to `prompt`, or make it with a template");
                problems.push(Problem::new("mapping", message));
            }
        }
        problems
    }
}

fn template_problems(template: &str, columns: &[Column], limits: &Limits) -> Vec<Problem> {
    let most = limits.max_template_bytes;
    if template.len() > most {
        let message = format!("the template has {} bytes; at most {most} are allowed", template.len());
        return vec![Problem::new("template", message)];
    }
    let compiled = match PromptTemplate::compile(template) {
        Ok(compiled) => compiled,
        Err(error) => return vec![Problem::new("template", error.to_string())],
    };
    let variables: Vec<&str> = columns
        .iter()
        .filter(|column| column.target == Target::Variable)
        .map(|column| column.name.as_str())
        .collect();
    unknown_names(&compiled, template, &variables)
        .into_iter()
        .map(|message| Problem::new("template", message))
        .collect()
}

impl CsvSpec {
    /// The table's columns and what each is for, as a form shows them to be changed. A mapping that is wrong counts as
    /// none; [`check`](crate::BatchSpec::check) tells it.
    ///
    /// # Errors
    /// [`CsvError`] where the text has no proper header.
    pub fn columns(&self) -> Result<Vec<Column>, CsvError> {
        Table::open(self).map(|table| table.columns())
    }
}
