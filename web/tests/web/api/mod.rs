mod admin;
mod auth;
mod batches;
mod generation;
mod images;
mod models;
mod schedules;
