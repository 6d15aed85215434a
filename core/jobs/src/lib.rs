//! studio-jobs
