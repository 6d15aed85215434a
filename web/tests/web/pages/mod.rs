mod auth;
mod generate;
mod queue;
mod visitors;
