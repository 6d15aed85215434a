//! studio-fal-sim
