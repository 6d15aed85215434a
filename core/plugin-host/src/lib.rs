//! studio-plugin-host
