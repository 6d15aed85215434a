mod auth;
mod batches;
mod generate;
mod plugins;
mod queue;
mod recipes;
mod schedules;
mod visitors;
