mod auth;
mod batches;
mod generate;
mod library;
mod queue;
mod recipes;
mod schedules;
mod visitors;
