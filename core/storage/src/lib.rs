//! studio-storage
