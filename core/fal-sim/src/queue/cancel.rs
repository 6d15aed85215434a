//! `PUT …/requests/{id}/cancel`: a waiting request is dropped; a running one is only told, and most models do not listen.

use axum::response::Response;

use super::{Request, failed};
use crate::{
    call::status_word,
    errors::{CANCELLED, Failure},
    jobs::Phase,
    runner,
};

pub(super) async fn cancel(request: &Request<'_>) -> Response {
    if let Err(refused) = request.authenticate() {
        return *refused;
    }
    let quirks = request.sim.live().quirks;
    let Some((phase, signal)) = request.look(|job| (job.phase, job.cancel.clone())) else {
        return status_word(404, "NOT_FOUND");
    };
    match phase {
        Phase::Done => status_word(400, "ALREADY_COMPLETED"),
        Phase::Queued { .. } => {
            runner::finish(request.sim, request.id, failed(&Failure::Platform(CANCELLED), 0.0));
            status_word(
                if quirks.cancel_answers_200 { 200 } else { 202 },
                "CANCELLATION_REQUESTED",
            )
        }
        Phase::Running => {
            if quirks.running_cancel_honoured {
                signal.cancel();
            }
            status_word(202, "CANCELLATION_REQUESTED")
        }
    }
}
