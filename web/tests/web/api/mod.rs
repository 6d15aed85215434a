mod admin;
mod auth;
mod batches;
mod budgets;
mod generation;
mod images;
mod models;
mod schedules;
