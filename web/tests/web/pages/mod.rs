mod auth;
mod batches;
mod generate;
mod queue;
mod schedules;
mod visitors;
