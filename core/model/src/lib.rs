//! studio-model
