//! How large a batch may be. Every figure bounds time, memory or money that one request could otherwise take.

/// The bounds that checking and expanding keep to.
///
/// The defaults suit a request that a person waits for; a test or a trusted caller may set others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows that a batch may make, broken ones counted too. Default 100,000.
    pub max_rows: u32,
    /// Characters (Unicode scalar values, not bytes) of a prompt and of a negative prompt. Default 10,000.
    pub max_prompt_chars: usize,
    /// Pictures that one row may ask for; the least is 1. Default 16, the most that a job can hold.
    pub max_num_images: u32,
    /// Bytes of a template's source. Default 20,000; more is not allowed, whatever is said here.
    pub max_template_bytes: usize,
    /// Bytes that a template may write for one row, wildcards filled in. Default 50,000.
    pub max_output_bytes: usize,
    /// Work that a template may do for one row: about one unit for each step and for each 64 bytes made.
    /// Default 20,000: a row holds about 1.3 MB at most and ends within a few milliseconds.
    pub fuel_per_row: u64,
    /// The same unit for all rows of an expansion together. Default 50,000,000: 500 for each of 100,000 rows, some
    /// ten times what a usual template takes.
    pub fuel_per_batch: u64,
    /// Bytes of a CSV text, decoded. Default 64 MiB.
    pub max_csv_bytes: usize,
    /// Bytes of one CSV cell. Default 100,000.
    pub max_cell_bytes: usize,
    /// Problems that a check or a preview tells before it stops looking. Default 100.
    pub max_errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_rows: 100_000,
            max_prompt_chars: 10_000,
            max_num_images: 16,
            max_template_bytes: 20_000,
            max_output_bytes: 50_000,
            fuel_per_row: 20_000,
            fuel_per_batch: 50_000_000,
            max_csv_bytes: 64 * 1024 * 1024,
            max_cell_bytes: 100_000,
            max_errors: 100,
        }
    }
}
