//! studio-app
