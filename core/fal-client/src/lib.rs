//! studio-fal-client
