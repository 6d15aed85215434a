//! Batches: from what a user asks for to rows, each a request for pictures.
//!
//! A [`BatchSpec`] is a list of prompts, a CSV text, or a template with lists of values, together with axes (models,
//! parameter values, seeds) that multiply every row. This crate says what is wrong with it ([`BatchSpec::check`]), how
//! many rows it makes ([`BatchSpec::count`]), and makes them ([`BatchSpec::expand`]).
//!
//! Nothing here does I/O, reads a clock or draws from ambient randomness: the same specification gives the same rows on
//! every machine. It knows no models, prices or accounts; whether a model exists and takes a parameter is for the caller
//! to check, row by row.
//!
//! Templates are written in minijinja's language, of which a prompt gets this part: `if`, `for`, `set`, `with`, `filter`,
//! `macro` and `call` blocks; lists and maps of texts and numbers; all operators, those that compute only between texts
//! and numbers; `range` up to 1,000 numbers; and the filters and tests that a refusal of any other one lists. There are no
//! other templates to include and no namespaces.
//!
//! Specifications come from users and are not trusted. Rows are counted before any is made, so that a product of a
//! billion is refused at once; templates run with bounded work and output. Expanding is still work for a processor: do it
//! where blocking is allowed.
//!
//! ```
//! use studio_batch::{BatchSpec, Limits};
//!
//! let spec: BatchSpec = serde_json::from_str(
//!     r#"{
//!         "source": "template",
//!         "template": "a {{ color }} {{ animal }}, __style__",
//!         "lists": {
//!             "animal": ["fox", "owl"],
//!             "color": ["red", "white"],
//!             "style": ["ink", "oil on canvas"]
//!         },
//!         "axes": {"models": ["flux-dev"], "seeds": {"count": 3, "first": 100}}
//!     }"#,
//! )?;
//! let limits = Limits::default();
//! assert_eq!(spec.count()?, 2 * 2 * 3);
//! assert_eq!(spec.check(&limits), []);
//!
//! let rows = spec.expand(&limits).map_err(|problems| problems[0].to_string())?;
//! let rows = rows.collect::<Result<Vec<_>, _>>()?;
//! assert!(rows[0].prompt.starts_with("a red fox, "));
//! assert_eq!(rows[1].seed, Some(101));
//! assert_eq!(rows[11].axes["animal"], "owl");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod draw;
mod expand;
pub mod export;
mod grid;
mod limits;
mod plan;
mod problem;
mod row;
mod source;
mod spec;
pub mod table;
mod template;
mod text;

pub use check::Preview;
pub use expand::Expansion;
pub use limits::Limits;
pub use problem::{Problem, RowProblem};
pub use row::Row;
pub use spec::{Axes, BatchSpec, Combine, CsvSpec, PromptsSpec, Seeds, SpecError, TemplateSpec};
pub use table::{Column, CsvError, Target, UnknownTarget, decode};
pub use template::{TemplateError, form};
