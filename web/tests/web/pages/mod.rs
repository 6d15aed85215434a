mod auth;
mod batches;
mod generate;
mod queue;
mod recipes;
mod schedules;
mod visitors;
