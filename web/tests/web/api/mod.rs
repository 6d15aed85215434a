mod admin;
mod auth;
mod batch_presets;
mod batches;
mod generation;
mod images;
mod models;
