//! studio-media
