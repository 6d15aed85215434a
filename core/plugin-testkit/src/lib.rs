//! studio-plugin-testkit
