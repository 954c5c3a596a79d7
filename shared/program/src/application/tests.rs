use super::*;
use crate::settings::Settings;
use proptest::prelude::*;
use uuid::Uuid;

const MAUTIC: &str = include_str!("../../../../infra/programs/mautic.toml");

fn settings() -> Settings {
    let tranches = r#"
        [[tranche]]
        key = "spring"
        label = "Spring"
        closes_on = 2026-03-31
        announces_on = 2026-04-15
        [[tranche]]
        key = "autumn"
        label = "Autumn"
        closes_on = 2026-09-30
        announces_on = 2026-10-15
    "#;
    Settings::read(&format!("{MAUTIC}{tranches}")).unwrap()
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().unwrap()
}

fn form(pairs: &[(&str, &str)]) -> Form {
    Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn filled() -> Form {
    form(&[
        ("name", "Amara Okafor"),
        ("email", "amara@example.org"),
        ("country", "Nigeria"),
        ("languages", "Yoruba, English"),
        ("links", "https://example.org/amara\nhttps://example.net"),
        ("shown_as", "name"),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "A meetup."),
        ("consent", "yes"),
    ])
}

fn application() -> Application {
    let settings = settings();
    Application {
        id: ApplicationId::new(Uuid::from_u128(1)),
        person: person(1),
        submission: Submission::parse(&filled(), &settings).unwrap(),
        language: "en".to_owned(),
        consent: Consent { text_version: 1, language: "en".to_owned(), at: at("2026-01-05") },
        nominated_by: None,
        territory: Territory::of(Country::parse("NG").unwrap()),
        round: settings.round_on(at("2026-01-05").date_naive()),
        state: ApplicationState::Unconfirmed,
        submitted_at: at("2026-01-05"),
        confirmed_at: None,
        edited_at: None,
        pending: None,
        decision: None,
        earlier: Vec::new(),
        score: None,
        scored_by: 0,
    }
}

fn whole(country: &str) -> Split {
    Split::none(Country::parse(country).unwrap())
}

fn decision(outcome: Outcome, by: PersonId) -> Decision {
    Decision {
        outcome,
        reason: Text::parse("Because.").unwrap(),
        words: None,
        by,
        by_name: "Organizer".to_owned(),
        at: at("2026-04-01"),
    }
}

#[test]
fn what_was_written_comes_back_as_the_form_that_says_it() {
    let settings = settings();
    let submission = Submission::parse(&filled(), &settings).unwrap();
    let mut again = submission.form(&settings);
    again.set("consent", "yes");
    assert_eq!(Submission::parse(&again, &settings).unwrap(), submission);
}

#[test]
fn every_problem_is_found_in_one_pass_in_the_order_of_the_page() {
    let wrong = form(&[("email", "nobody"), ("languages", "Nonesuch"), ("links", "x"), ("shown_as", "loudly")]);
    let problems = Submission::parse(&wrong, &settings()).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
    let expected = [
        "name",
        "email",
        "country",
        "languages",
        "links",
        "shown_as",
        "answer_contributions",
        "answer_ideas",
        "consent",
    ];
    assert_eq!(fields, expected);
}

/// O2, O3, R2
#[test]
fn a_decision_needs_a_confirmed_address_and_stays_open_until_it_is_announced() {
    use ApplicationState as S;
    for state in S::ALL {
        for outcome in Outcome::ALL {
            let decided = state.decide(outcome);
            match state {
                S::Unconfirmed => assert_eq!(decided, Err(NotPossible::Unconfirmed)),
                S::Accepted | S::Declined => assert_eq!(decided, Err(NotPossible::Decided)),
                S::Withdrawn => assert_eq!(decided, Err(NotPossible::Withdrawn)),
                S::InPool | S::Pending { pooled: true, .. } if outcome == Outcome::KeepInPool => {
                    assert_eq!(decided, Err(NotPossible::Decided));
                }
                S::InPool => assert_eq!(decided, Ok(S::Pending { outcome, pooled: true })),
                S::Received => assert_eq!(decided, Ok(S::Pending { outcome, pooled: false })),
                S::Pending { pooled, .. } => assert_eq!(decided, Ok(S::Pending { outcome, pooled })),
            }
            if let Ok(pending) = decided {
                let told = pending.announce().unwrap();
                assert_eq!(told.announce(), Err(NotPossible::NothingPending));
                assert!(pending.reconsider().unwrap().awaits_decision());
            }
        }
    }
}

#[test]
fn confirming_twice_changes_nothing_and_never_undoes_a_decision() {
    for state in ApplicationState::ALL {
        let once = state.confirm();
        assert_eq!(once.confirm(), once);
        assert_eq!(once == state, state != ApplicationState::Unconfirmed);
    }
}

/// O1, O3
#[test]
fn an_application_goes_into_the_first_tranche_still_open_and_waits_when_there_is_none() {
    let settings = settings();
    let round = |day: &str| settings.round_on(at(day).date_naive()).to_string();
    assert_eq!(round("2026-03-31"), "spring");
    assert_eq!(round("2026-04-01"), "autumn");
    assert_eq!(round("2026-10-01"), "waiting");
    assert_eq!(Settings::read(MAUTIC).unwrap().round_on(at("2026-10-01").date_naive()), Round::Rolling);
    let late = application().confirmed(at("2026-04-02"), &settings);
    assert_eq!(late.round.to_string(), "autumn");
    assert_eq!(application().confirmed(at("2026-03-31"), &settings).round.to_string(), "spring");
}

/// R1
#[test]
fn what_was_written_can_be_changed_until_the_tranche_closes_and_the_address_never() {
    let settings = settings();
    let mut other = filled();
    other.set("email", "other@example.org");
    other.set("name", "Amara N. Okafor");
    let changed = Submission::parse(&other, &settings).unwrap();
    let edited = application().edited(changed.clone(), &whole("NG"), at("2026-03-31"), &settings).unwrap();
    assert_eq!(edited.submission.name.as_str(), "Amara N. Okafor");
    assert_eq!(edited.submission.email.as_str(), "amara@example.org");
    assert_eq!(application().edited(changed, &whole("NG"), at("2026-04-01"), &settings), Err(NotPossible::Closed));
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Confirm,
    Decide(Outcome),
    Reconsider,
    Announce,
    Withdraw,
    Edit,
}

fn any_act() -> impl Strategy<Value = (Act, u128)> {
    let act = prop_oneof![
        Just(Act::Confirm),
        prop::sample::select(Outcome::ALL.to_vec()).prop_map(Act::Decide),
        Just(Act::Reconsider),
        Just(Act::Announce),
        Just(Act::Withdraw),
        Just(Act::Edit),
    ];
    // Person 1 is the applicant, who may also be of the team.
    (act, 1u128..4)
}

proptest! {
    /// O2, O3, R1, R2, R3
    #[test]
    fn whoever_does_what_in_whatever_order_nobody_is_told_twice_or_learns_what_is_pending(
        acts in proptest::collection::vec(any_act(), 1..40),
        day in 0u64..400,
    ) {
        static SETTINGS: std::sync::LazyLock<Settings> = std::sync::LazyLock::new(settings);
        static APPLICATION: std::sync::LazyLock<Application> = std::sync::LazyLock::new(application);
        let settings = &*SETTINGS;
        let now = at("2026-01-06") + chrono::Days::new(day);
        let today = settings.calendar.day(now);
        let mut application = APPLICATION.clone();
        let mut told = Vec::new();
        for (act, by) in acts {
            let before = application.clone();
            let by = person(by);
            let after = match act {
                Act::Confirm => Ok(before.clone().confirmed(now, settings)),
                Act::Decide(outcome) => before.clone().decided(decision(outcome, by)),
                Act::Reconsider => before.clone().reconsidered(by),
                Act::Announce => before.clone().announced(),
                Act::Withdraw => before.clone().withdrawn(),
                Act::Edit => before.clone().edited(before.submission.clone(), &whole("NG"), now, settings),
            };
            let Ok(after) = after else { continue };
            // A decision is pending exactly in the pending states, and it was taken by somebody else.
            prop_assert_eq!(after.pending.is_some(), matches!(after.state, ApplicationState::Pending { .. }));
            prop_assert!(after.pending.iter().chain(&after.decision).all(|decision| decision.by != after.person));
            // What the applicant sees changes only by their own acts and by an announcement.
            if matches!(act, Act::Decide(_) | Act::Reconsider) {
                prop_assert_eq!(before.face(settings, today), after.face(settings, today));
                prop_assert_eq!(&before.decision, &after.decision);
            }
            if after.times_told() > before.times_told() {
                prop_assert!(matches!(act, Act::Announce));
                told.push(after.decision.clone().unwrap().outcome);
            }
            // What is final stays.
            if matches!(before.state, ApplicationState::Accepted | ApplicationState::Declined) {
                prop_assert_eq!(before.state, after.state);
            }
            application = after;
        }
        prop_assert_eq!(application.times_told(), told.len());
        let finals = told.iter().filter(|outcome| **outcome != Outcome::KeepInPool).count();
        prop_assert!(finals <= 1, "{:?}", told);
        prop_assert!(told.iter().filter(|outcome| **outcome == Outcome::KeepInPool).count() <= 1, "{:?}", told);
    }
}

/// R1
#[test]
fn answers_to_questions_no_longer_asked_stay_as_far_as_there_is_room() {
    let settings = settings();
    let answered = |question: &str, text: &str| Answered { question: question.to_owned(), text: text.to_owned() };
    let now = Submission::parse(&filled(), &settings).unwrap();
    let mut before = now.clone();
    before.answers =
        vec![answered("first", "one"), answered("ideas", "Another idea."), answered("second", &"x".repeat(200_000))];
    let changed = now.clone().with_unasked_of(&before, &settings);
    assert_eq!(changed.answers, [&now.answers[..], &[answered("first", "one")]].concat());
    // Once more changes nothing.
    assert_eq!(now.with_unasked_of(&changed, &settings), changed);
}
