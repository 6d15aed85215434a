mod admin;
mod auth;
mod generation;
mod images;
mod models;
