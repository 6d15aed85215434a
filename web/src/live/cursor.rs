//! Places in the log of changes as event ids: `<xid>-<id>`.

use axum::http::{HeaderMap, HeaderName};
use studio_app::events::EventCursor;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

pub(super) fn to_id(cursor: EventCursor) -> String {
    format!("{}-{}", cursor.xid, cursor.id)
}

/// The last event that a returning client saw; `None` for a new one and for nonsense.
pub(super) fn last_event_id(headers: &HeaderMap) -> Option<EventCursor> {
    let (xid, id) = headers.get(LAST_EVENT_ID)?.to_str().ok()?.split_once('-')?;
    Some(EventCursor {
        xid: xid.parse().ok()?,
        id: id.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn an_id_comes_back_as_the_same_place() {
        let read = |text: &str| {
            last_event_id(&HeaderMap::from_iter([(
                LAST_EVENT_ID,
                HeaderValue::from_str(text).unwrap(),
            )]))
        };
        let cursor = EventCursor { xid: 771, id: 42 };
        assert_eq!(read(&to_id(cursor)), Some(cursor));
        for text in ["", "1", "-", "a-b", "1-2-3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
