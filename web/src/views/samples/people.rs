//! Samples of the list of accounts.

use super::now;
use crate::views::{PeoplePage, PersonCard};

fn person(name: &str, is_admin: bool, is_active: bool) -> PersonCard {
    PersonCard {
        id: format!("id-of-{}", name.len()),
        name: name.to_owned(),
        email: "somebody.with.a.long.address@department.example.org".to_owned(),
        is_admin,
        is_active,
        credits: 961.5,
        created_at: now(),
        last_login: is_active.then(now),
        deletes_at: (!is_admin).then(now),
    }
}

/// Some accounts after a refused change, and none.
#[must_use]
pub fn people_lists() -> Vec<PeoplePage> {
    let some = PeoplePage {
        people: vec![
            person("Ada Lovelace", true, true),
            person("Grace", false, true),
            person("Somebody who left", false, false),
        ],
        words: "a".to_owned(),
        next_href: Some("/admin/users?after=1".to_owned()),
        complaint: Some("This is the last administrator.".to_owned()),
    };
    let none = PeoplePage {
        people: Vec::new(),
        words: "nobody".to_owned(),
        next_href: None,
        complaint: None,
    };
    vec![some, none]
}
