//! Who is next: the choice among the heads of everybody's queues.
//!
//! Users take turns: the one with the fewest jobs under way goes first, among equals the one whose turn is longest ago,
//! and then the job of the earliest rank. Without the turns somebody with many old jobs would win every tie that one of
//! them leaves when it ends. Priority is part of the rank, so it orders a user's own jobs but buys nobody a larger share.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A waiting job that nothing holds back by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) model_id: String,
    pub(crate) rank_at: DateTime<Utc>,
}

/// Jobs under way, or the most that may be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) by_user: HashMap<Uuid, u32>,
    pub(crate) by_model: HashMap<String, u32>,
}

impl Tally {
    fn add(&mut self, candidate: &Candidate) {
        *self.by_user.entry(candidate.user_id).or_default() += 1;
        *self.by_model.entry(candidate.model_id.clone()).or_default() += 1;
    }

    fn of_user(&self, candidate: &Candidate) -> u32 {
        self.by_user.get(&candidate.user_id).copied().unwrap_or(0)
    }

    fn of_model(&self, candidate: &Candidate) -> u32 {
        self.by_model.get(&candidate.model_id).copied().unwrap_or(0)
    }

    /// Whether one more of this kind stays within these limits; who has none is not limited.
    fn leaves_room(&self, limits: &Self, candidate: &Candidate) -> bool {
        let user = limits.by_user.get(&candidate.user_id);
        let model = limits.by_model.get(&candidate.model_id);
        user.is_none_or(|most| self.of_user(candidate) < *most)
            && model.is_none_or(|most| self.of_model(candidate) < *most)
    }
}

/// When each user's last job was released; nothing for who never had one.
pub(crate) type Turns = HashMap<Uuid, DateTime<Utc>>;

/// Takes up to `free` jobs, best first, and adds them to the tally of what is under way.
pub(crate) fn pick(
    mut candidates: Vec<Candidate>,
    running: &mut Tally,
    limits: &Tally,
    turns: &Turns,
    free: usize,
) -> Vec<Uuid> {
    let mut picked = Vec::new();
    while picked.len() < free {
        let next = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| running.leaves_room(limits, candidate))
            .min_by_key(|(_, candidate)| {
                let turn = turns.get(&candidate.user_id);
                (running.of_user(candidate), turn, candidate.rank_at, candidate.id)
            });
        let Some((index, _)) = next else { break };
        let candidate = candidates.swap_remove(index);
        running.add(&candidate);
        picked.push(candidate.id);
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Uuid = Uuid::from_u128(0xada);
    const BOB: Uuid = Uuid::from_u128(0xb0b);

    fn candidate(id: u128, user_id: Uuid, model_id: &str, rank_s: i64) -> Candidate {
        Candidate {
            id: Uuid::from_u128(id),
            user_id,
            model_id: model_id.to_owned(),
            rank_at: DateTime::from_timestamp(rank_s, 0).expect("a time in range"),
        }
    }

    #[track_caller]
    fn check(candidates: &[Candidate], running: &Tally, limits: &Tally, free: usize, expected: &[u128]) {
        check_turns(candidates, running, limits, &Turns::new(), free, expected);
    }

    #[track_caller]
    fn check_turns(
        candidates: &[Candidate],
        running: &Tally,
        limits: &Tally,
        turns: &Turns,
        free: usize,
        expected: &[u128],
    ) {
        let picked = pick(candidates.to_vec(), &mut running.clone(), limits, turns, free);
        let expected: Vec<Uuid> = expected.iter().copied().map(Uuid::from_u128).collect();
        assert_eq!(picked, expected);
    }

    #[test]
    fn users_take_turns_however_long_their_queues_are() {
        let mut candidates: Vec<_> = (0..10).map(|n| candidate(n, ADA, "m", 0)).collect();
        candidates.push(candidate(100, BOB, "m", 50));
        candidates.push(candidate(101, BOB, "m", 51));
        check(
            &candidates,
            &Tally::default(),
            &Tally::default(),
            5,
            &[0, 100, 1, 101, 2],
        );
    }

    #[test]
    fn who_has_jobs_under_way_lets_others_go_first() {
        let running = Tally {
            by_user: HashMap::from([(ADA, 2)]),
            ..Tally::default()
        };
        let candidates = [
            candidate(1, ADA, "m", 0),
            candidate(2, BOB, "m", 9),
            candidate(3, BOB, "m", 10),
        ];
        check(&candidates, &running, &Tally::default(), 3, &[2, 3, 1]);
    }

    #[test]
    fn who_had_a_turn_lets_those_go_first_who_had_none_for_longer() {
        let candidates = [candidate(1, ADA, "m", 0), candidate(2, BOB, "m", 9)];
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("a time in range");
        let none = Tally::default();
        check_turns(&candidates, &none, &none, &Turns::from([(ADA, at(5))]), 1, &[2]);
        check_turns(
            &candidates,
            &none,
            &none,
            &Turns::from([(ADA, at(5)), (BOB, at(6))]),
            1,
            &[1],
        );
    }

    #[test]
    fn a_full_model_lets_the_others_pass() {
        let limits = Tally {
            by_model: HashMap::from([("slow".to_owned(), 1)]),
            ..Tally::default()
        };
        let candidates = [
            candidate(1, ADA, "slow", 0),
            candidate(2, ADA, "slow", 1),
            candidate(3, ADA, "quick", 2),
        ];
        check(&candidates, &Tally::default(), &limits, 3, &[1, 3]);
    }

    #[test]
    fn a_user_stays_within_the_limit() {
        let limits = Tally {
            by_user: HashMap::from([(ADA, 1)]),
            ..Tally::default()
        };
        let candidates = [
            candidate(1, ADA, "m", 0),
            candidate(2, ADA, "m", 1),
            candidate(3, BOB, "m", 9),
        ];
        check(&candidates, &Tally::default(), &limits, 3, &[1, 3]);
    }

    #[test]
    fn nothing_is_picked_without_a_slot_or_a_candidate() {
        check(
            &[candidate(1, ADA, "m", 0)],
            &Tally::default(),
            &Tally::default(),
            0,
            &[],
        );
        check(&[], &Tally::default(), &Tally::default(), 4, &[]);
    }
}
