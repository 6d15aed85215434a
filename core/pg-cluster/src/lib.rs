//! studio-pg-cluster
