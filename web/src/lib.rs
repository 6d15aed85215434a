//! studio-web
