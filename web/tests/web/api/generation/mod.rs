mod cancel;
mod list;
mod retry;
mod status;
mod submit;
