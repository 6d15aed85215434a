//! studio-db
