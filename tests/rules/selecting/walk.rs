//! Random people do random things to an application, in any order (clauses O2, O3, D3, R1 to R3).

use crate::announcing::{SPRING, records, telling};
use crate::applies;
use crate::in_tranches;
use program::application::Decision;
use program::review::{Reviewed, Verdict};
use program::text::Text;
use program::{Application, ApplicationState, Outcome, PersonId, Round, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use specification::instant;
use std::collections::BTreeSet;
use store::Store;
use store::applications::NotChanged;
use store::outbox::LetterState;
use uuid::Uuid;

/// What somebody does next. Of the four people, the first is the applicant, who is in the team too.
#[derive(Clone, Copy, Debug)]
enum Act {
    Look(usize),
    Confirm,
    Edit,
    Withdraw,
    Review(usize, Option<u8>),
    Decide(usize, Outcome),
    Reconsider(usize),
    /// The tranche closes and is announced, and everybody is told.
    Announce(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0usize..4).prop_map(Act::Look),
        2 => Just(Act::Confirm),
        1 => Just(Act::Edit),
        1 => Just(Act::Withdraw),
        3 => (0usize..4, prop::option::of(0u8..=5)).prop_map(|(who, score)| Act::Review(who, score)),
        4 => (0usize..4, prop::sample::select(Outcome::ALL.to_vec())).prop_map(|(who, outcome)| Act::Decide(who, outcome)),
        1 => (0usize..4).prop_map(Act::Reconsider),
        1 => (0usize..4).prop_map(Act::Announce),
    ]
}

/// N3, S11
#[test]
fn whatever_people_do_nobody_is_told_twice_or_early_or_reviews_themselves_and_every_change_is_in_the_audit() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    // The way things go, so that no run of this rule goes by without anybody being told.
    let way = [Act::Confirm, Act::Look(1), Act::Review(2, Some(4)), Act::Decide(1, Outcome::Accept), Act::Announce(1)];
    assert_eq!(runtime.block_on(play(&way)), 1);
    let acts = prop::collection::vec(any_act(), 1..24);
    let begun = (any::<bool>(), acts).prop_map(|(begun, acts)| {
        let beginning: &[Act] = if begun { &[Act::Confirm, Act::Look(1), Act::Look(2)] } else { &[] };
        [beginning, &acts[..]].concat()
    });
    let mut runner = TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
    runner
        .run(&begun, |acts| {
            runtime.block_on(play(&acts));
            Ok(())
        })
        .unwrap();
}

async fn play(acts: &[Act]) -> usize {
    let settings = Settings::read(&in_tranches()).unwrap();
    let records = records().await;
    let store = &records.store;
    let id = applies(store, &settings, 0, ("Nigeria", "English")).await;
    let first = store.application(id).await.unwrap().unwrap();
    let people: Vec<_> =
        [first.value.person].into_iter().chain((1..4).map(|n| PersonId::new(Uuid::from_u128(n)))).collect();
    let mut seen = vec![first.clone(); 4];
    let mut reviewers = BTreeSet::new();
    let mut changes = vec!["apply"];
    let mut told = 0;
    for act in acts {
        let before = store.application(id).await.unwrap().unwrap().value;
        let today = settings.calendar.day(store.clock().now());
        let after: Result<&str, NotChanged> = match *act {
            Act::Look(who) => {
                seen[who] = store.application(id).await.unwrap().unwrap();
                continue;
            }
            Act::Confirm => store.confirm(id, &settings).await.map(|_| "confirm the address"),
            Act::Edit => {
                let mut changed = before.submission.clone();
                changed.answers[0].text.push('!');
                store.edit_application(id, seen[0].version, &changed, &settings).await.map(|_| "edit")
            }
            Act::Withdraw => store.withdraw(id).await.map(|_| "withdraw"),
            Act::Review(who, score) => {
                let verdict = score.map_or(Verdict::Abstained, |score| {
                    Verdict::Scored(settings.criteria.iter().map(|criterion| (criterion.key.clone(), score)).collect())
                });
                let own = store.reviews(id).await.unwrap().into_iter().find(|it| it.value.reviewer == people[who]);
                let version = own.map_or(0, |own| own.version);
                let reviewed = Reviewed { verdict, comment: None };
                let done = store.review(id, people[who], version, &reviewed, &settings.criteria).await;
                if done.is_ok() {
                    reviewers.insert(people[who]);
                    changes.push("review");
                }
                after_review(&before, store, people[who], done).await;
                continue;
            }
            Act::Decide(who, outcome) => {
                let decision = Decision {
                    outcome,
                    reason: Text::parse("By the criteria.").unwrap(),
                    words: None,
                    by: people[who],
                    by_name: "Somebody".to_owned(),
                    at: store.clock().now(),
                };
                let done = store.decide(id, seen[who].version, &decision, &settings.calendar, telling).await;
                done.map(|_| outcome.name())
            }
            Act::Reconsider(who) => store.reconsider(id, seen[who].version, people[who]).await.map(|_| "reconsider"),
            Act::Announce(who) => {
                let close = instant("2026-06-01T09:00:00Z");
                store.clock().advance((close - store.clock().now()).max(chrono::Duration::zero()));
                store.announce(SPRING, people[who]).await.unwrap();
                store.tell_all(SPRING, &settings, &telling).await.unwrap();
                let now = store.application(id).await.unwrap().unwrap().value;
                let pending = matches!(before.state, ApplicationState::Pending { .. });
                if pending && before.round.key() == SPRING {
                    assert_eq!(now.times_told(), before.times_told() + 1);
                    changes.push("announce");
                    told += 1;
                } else {
                    assert_eq!(now.times_told(), before.times_told());
                }
                if now.round != before.round {
                    assert!(matches!(now.state, ApplicationState::InPool | ApplicationState::Unconfirmed), "{acts:?}");
                    changes.push("move to another round");
                }
                continue;
            }
        };
        let now = store.application(id).await.unwrap().unwrap().value;
        match after {
            // What changes nothing is not recorded as a change.
            Ok(what) if now != before => changes.push(what),
            Ok(_) => {}
            Err(error) => {
                assert!(!matches!(error, NotChanged::Store(_)), "{acts:?}: {error:?}");
                assert_eq!(now, before, "{acts:?}: what is refused changes nothing");
            }
        }
        // Nobody is told but by an announcement, and what the applicant sees tells nothing of a decision.
        assert_eq!(now.times_told(), before.times_told(), "{acts:?}");
        if matches!(act, Act::Decide(..) | Act::Reconsider(_)) {
            assert_eq!(now.face(&settings, today), before.face(&settings, today), "{acts:?}");
        }
    }

    let there = store.application(id).await.unwrap().unwrap().value;
    let history = store.history(&format!("application#{id}")).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(), changes, "{acts:?}");
    assert!(!reviewers.contains(&there.person), "{acts:?}");
    let decisions = there.earlier.iter().chain(&there.decision).chain(&there.pending);
    assert!(decisions.into_iter().all(|decision| decision.by != there.person), "{acts:?}");
    assert!(told <= 1, "one tranche, one telling: {acts:?}");
    let letters: BTreeSet<_> =
        store.letters_in(LetterState::Waiting).await.unwrap().into_iter().map(|letter| letter.id).collect();
    let expected = [format!("receipt/{id}")].into_iter().chain((0..told).map(|n| format!("decision-{}/{id}", n + 1)));
    assert_eq!(letters, expected.collect(), "{acts:?}");
    let person = store.person(&there.submission.email).await.unwrap().unwrap();
    assert_eq!(person.ambassador.is_some(), there.state == ApplicationState::Accepted, "{acts:?}");
    assert_eq!(person.application.is_some(), there.state != ApplicationState::Withdrawn, "{acts:?}");
    if there.state == ApplicationState::Accepted {
        assert_eq!(there.round, Round::Tranche(SPRING.to_owned()));
    }
    records.close().await.unwrap();
    told
}

/// A review is refused for one's own application and outside of a review, and then leaves no score.
async fn after_review(before: &Application, store: &Store, by: PersonId, done: Result<(), NotChanged>) {
    let now = store.application(before.id).await.unwrap().unwrap().value;
    let may = before.can_be_reviewed_by(by);
    match done {
        Ok(()) => assert_eq!(may, Ok(())),
        Err(NotChanged::Rule(rule)) => {
            assert_eq!(may, Err(rule));
            assert_eq!(now, *before);
        }
        Err(error) => panic!("{error:?}"),
    }
    let rest = Application { score: before.score, scored_by: before.scored_by, ..now };
    assert_eq!(rest, *before, "a review changes the score and nothing else");
}
