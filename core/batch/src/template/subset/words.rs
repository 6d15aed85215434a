//! The filters and tests that a prompt's template may use.
//!
//! Left out are those that make lists of lists (`batch`, `slice`, `zip`, `groupby`, `items`, `dictsort`), walk several
//! lists as one (`chain`), call filters or tests by name (`map`, `select`, `reject` and their kin), add up anything
//! (`sum`), or write for other readers than an image model (`tojson`, `pprint`, `urlencode`, `escape`, `format`).

/// Filters that give a text, number or truth value.
pub(super) const PLAIN_FILTERS: &[&str] = &[
    "abs",
    "bool",
    "capitalize",
    "count",
    "first",
    "float",
    "indent",
    "int",
    "join",
    "last",
    "length",
    "lower",
    "max",
    "min",
    "replace",
    "round",
    "string",
    "title",
    "trim",
    "upper",
];

/// Filters that give a list newly built.
pub(super) const LIST_FILTERS: &[&str] = &["lines", "list", "sort", "split", "unique"];

/// Filters that give what they get or, where that is undefined, their argument.
pub(super) const DEFAULT_FILTERS: &[&str] = &["d", "default"];

/// Tests.
pub(super) const TESTS: &[&str] = &[
    "!=",
    "<",
    "<=",
    "==",
    ">",
    ">=",
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "even",
    "false",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "int",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "sequence",
    "startingwith",
    "string",
    "true",
    "undefined",
    "upper",
];
