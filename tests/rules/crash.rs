//! Cut off anywhere: every workflow is played cut off at each of its calls to the tables, the bucket and the mail service,
//! before the call arrives and after it was done, by the process ending and by that one call coming to nothing. Then a
//! person sends the form again, or AWS brings the event again, and everything is as if nothing had happened
//! (requirement N9).
//!
//! Then each step is played in bad weather: throttles, conflicts, silence, broken connections, half answers and letters that
//! are not taken befall any of its calls, by seed ([`specification::Faults`]).
//!
//! What must hold stands in [`stage::Stage::enumerate`], once for all workflows. A workflow is a way through the office;
//! each of its steps is one thing a person, a stream or a schedule does. A route or an event that no workflow has is
//! told by name.

#[path = "crash/applying.rs"]
mod applying;
#[path = "crash/community.rs"]
mod community;
#[path = "crash/dates.rs"]
mod dates;
#[path = "crash/funding.rs"]
mod funding;
#[path = "crash/layer.rs"]
mod layer;
#[path = "crash/looks.rs"]
mod looks;
#[path = "crash/papers.rs"]
mod papers;
#[path = "crash/payments.rs"]
mod payments;
#[path = "crash/people.rs"]
mod people;
#[path = "crash/privileges.rs"]
mod privileges;
#[path = "crash/programs.rs"]
mod programs;
#[path = "crash/quarter.rs"]
mod quarter;
#[path = "crash/selecting.rs"]
mod selecting;
#[path = "crash/stage.rs"]
mod stage;
#[path = "crash/state.rs"]
mod state;
#[path = "crash/team.rs"]
mod team;
#[path = "crash/together.rs"]
mod together;

use chancery::clockwork::TEMPLATE;
use chancery::office::routes;
use std::collections::BTreeSet;
use std::pin::Pin;
use yaml_rust2::YamlLoader;

/// A workflow that is being played.
type Playing = Pin<Box<dyn Future<Output = stage::Stage>>>;

/// A way through the office, by a name that says what for.
type Way = (&'static str, fn() -> Playing);

/// Every workflow: the test that plays it, the way it goes, and the steps on it that are cut off.
macro_rules! workflows {
    ($($rule:ident: $play:path => [$($step:literal),* $(,)?];)*) => {
        const WORKFLOWS: &[(&str, &[&str])] = &[$((stringify!($rule), &[$($step),*])),*];
        /// How each is played.
        const PLAYS: &[Way] = &[$((stringify!($rule), || Box::pin($play()))),*];
        $(
            /// N1, N2, N4, N9
            #[tokio::test(flavor = "multi_thread")]
            async fn $rule() {
                let stage = $play().await;
                let steps: Vec<_> = stage.steps().iter().map(String::as_str).collect();
                let mut said = [$($step),*];
                said.sort_unstable();
                assert_eq!(steps, said);
                let (cutting, weather) = stage.took();
                println!("cut off {} times in {cutting:.0?}; in bad weather for {weather:.0?}", stage.cuts());
                println!("{:?}", stage.went_wrong());
                let is_chosen = std::env::var_os("CHANCERY_SEED").is_some();
                let went_wrong: usize = stage.went_wrong().values().sum();
                assert!(is_chosen || went_wrong >= steps.len(), "the weather is always fine");
            }
        )*
    };
}

workflows! {
    an_application_kept_sent_confirmed_changed_and_taken_back_is_there_once: applying::by_form => [
        "POST /apply", "POST /apply/confirm/{token}", "POST /apply/status/lost",
        "POST /apply/status/link/{token}/edit", "POST /apply/status/link/{token}/withdraw",
    ];
    an_application_from_a_program_another_site_or_a_form_service_is_there_once: applying::from_elsewhere => [
        "POST /apply", "POST /apply/hooks/{hook}",
    ];
    whoever_signs_in_changes_takes_back_and_signs_out_does_so_once: applying::signed_in => [
        "POST /sign-in", "mailer stream", "POST /sign-in/{token}", "POST /apply/status/edit",
        "POST /apply/status/withdraw", "POST /sign-out",
    ];
    a_nominee_is_written_to_once_and_their_answer_is_kept_once: community::nominating => [
        "POST /apply/nominate", "mailer stream", "POST /apply/nominated/{token}", "POST /apply",
    ];
    what_the_community_tells_is_kept_once: community::telling => ["POST /contribute", "POST /feedback"];
    an_application_is_reviewed_and_decided_about_once: selecting::rolling => [
        "POST /team/applications/{id}/review", "POST /team/applications/{id}/decision", "mailer stream",
    ];
    a_tranche_is_announced_once_and_everybody_in_it_told_once: selecting::tranche => [
        "POST /team/applications/{id}/decision", "POST /team/applications/{id}/reconsider",
        "POST /team/applications/rounds/{round}/announce", "selection stream", "selection schedule", "mailer stream",
    ];
    the_hourly_round_ends_what_was_begun_and_sends_everybody_on_once: selecting::hourly_round => ["selection schedule"];
    a_country_is_split_once_and_its_people_are_placed_once: selecting::territories => [
        "POST /team/territories/{country}/regions", "POST /team/territories/{country}/placing",
    ];
    somebody_comes_into_the_team_changes_and_leaves_it_once: team::people => [
        "POST /team/people", "POST /team/people/{id}/roles",
    ];
    the_five_questions_are_answered_once_and_the_intake_opens_once: team::opening => [
        "POST /team/readiness", "POST /team/readiness/open",
    ];
    settings_are_put_into_force_once_and_taken_back_once: team::settings => ["POST /team/settings"];
    a_letter_that_waits_leaves_once_and_one_in_doubt_as_a_person_says: team::letters => [
        "mailer schedule", "POST /team/letters", "mailer stream",
    ];
    an_address_letters_come_back_from_is_written_to_once_a_person_says_so: team::returned => [
        "mailer event", "POST /team/letters/addresses", "mailer schedule",
    ];
    a_plan_is_shared_changed_reported_on_and_cancelled_once: quarter::activities => [
        "POST /me/activities", "POST /me/activities/{id}/plan", "POST /me/activities/{id}/report",
        "POST /me/activities/{id}/cancel",
    ];
    a_quarter_is_checked_in_on_closed_and_summed_up_once: quarter::calendar => [
        "compliance schedule", "summary schedule", "mailer stream",
    ];
    an_answer_and_a_pause_are_kept_once: people::pausing => [
        "POST /me/check-in/{quarter}", "POST /me/pause", "POST /me/pause/return", "POST /team/ambassadors/{id}/pause",
        "POST /team/ambassadors/{id}/return",
    ];
    somebody_leaves_once_and_is_welcomed_back_once: people::leaving => [
        "POST /me/step-down", "POST /me/step-down/confirm", "POST /me/return", "POST /team/proposals/{id}",
    ];
    the_team_is_asked_once_about_silences_and_quarters_below_the_goal: people::asking => ["compliance schedule"];
    a_pause_begins_and_ends_once_and_reminders_come_once_and_are_turned_off: people::reminding => [
        "compliance schedule", "mailer stream", "POST /me/reminders/off/{token}", "POST /me/reminders",
    ];
    a_closed_quarter_is_looked_at_again_once: people::appeals => [
        "POST /me/appeal", "POST /team/quarters/{quarter}/standings/{ambassador}", "POST /team/proposals/{id}",
    ];
    what_the_team_is_asked_is_decided_once: people::deciding => ["POST /team/proposals/{id}"];
    a_term_is_ended_once_and_who_leads_a_group_is_named_once: people::team => [
        "POST /team/ambassadors/{id}/end-term", "POST /team/people/leaders", "POST /team/people/{id}/leads",
    ];
    a_large_plan_is_told_once_and_whoever_is_named_in_it_answers_once: together::large => [
        "POST /me/activities", "POST /me/activities/{id}/together", "POST /me/activities/{id}/plan", "mailer stream",
    ];
    what_the_team_asks_about_an_activity_is_asked_and_answered_once: together::asking => [
        "POST /team/activities/{ambassador}/{activity}/questions", "POST /me/activities/{id}/answers", "mailer stream",
    ];
    a_draft_is_handed_in_once_and_each_review_of_it_is_kept_and_told_once: together::draft => [
        "POST /me/activities/{id}/draft", "POST /team/activities/{ambassador}/{activity}/draft", "mailer stream",
    ];
    a_file_that_arrived_is_recorded_once_and_taken_away_once: together::photos => [
        "invoice event", "POST /me/activities/{id}/photos/{file}/remove",
    ];
    the_papers_of_a_request_are_kept_once_and_handed_over_once: papers::papers => [
        "POST /me/funding/{id}/invoices", "POST /me/funding/{id}/invoices/{invoice}",
        "POST /me/funding/{id}/invoices/{invoice}/remove", "invoice event", "POST /me/funding/{id}/files/{file}/remove",
        "POST /me/funding/{id}/papers/complete",
    ];
    a_form_kept_for_later_is_kept_once_and_gone_once_it_was_sent: together::started => [
        "POST /me/activities", "POST /me/activities/{id}/report", "POST /me/started",
    ];
    a_call_is_offered_moved_and_called_off_once: dates::calls => [
        "POST /team/calls", "POST /team/calls/{id}", "POST /team/calls/{id}/cancel",
    ];
    a_session_is_offered_taken_given_back_and_reported_on_once: dates::sessions => [
        "POST /team/sessions", "POST /team/sessions/{id}", "POST /team/sessions/{id}/cancel",
        "POST /me/sessions/{id}/take", "POST /me/sessions/{id}/give-back", "POST /me/sessions/{id}/report",
    ];
    where_somebody_is_paid_to_is_kept_once_looked_at_and_erased_once: payments::details => [
        "POST /me/funding/payment-details", "POST /me/funding/payment-details/erase",
        "POST /team/funding/payment-details/{ambassador}",
    ];
    what_is_checked_is_put_into_a_batch_paid_and_taken_back_once: payments::batches => [
        "POST /team/funding/{id}/check", "POST /team/funding/batches", "POST /team/funding/batches/{batch}/leave-out",
        "POST /team/funding/batches/{batch}/undo", "POST /team/funding/batches/{batch}/files", "summary stream",
        "POST /team/funding/batches/{batch}/import", "POST /team/funding/batches/{batch}/list", "POST /team/funding/batches/{batch}/pay",
        "POST /team/funding/{id}/came-back",
    ];
    a_request_for_funds_is_sent_asked_about_and_taken_back_once: funding::asking => [
        "POST /me/funding", "POST /me/funding/{id}/take-back", "POST /me/funding/{id}",
        "POST /team/funding/{id}/questions", "POST /me/funding/{id}/answers", "POST /me/funding/{id}/withdraw",
        "mailer stream",
    ];
    a_budget_is_set_and_a_request_decided_about_once: funding::deciding => [
        "POST /team/funding/budget", "POST /team/funding/rates", "POST /team/funding/{id}/decision",
        "POST /team/funding/{id}/step", "mailer stream",
    ];
    what_was_paid_arrives_once: funding::arriving => ["POST /team/funding/budget", "POST /me/funding/{id}/arrived"];
    a_new_calendar_link_ends_the_one_before_and_there_is_one: dates::links => [
        "POST /me/calendar", "POST /team/calendar",
    ];
}

/// N9
#[test]
fn every_route_that_changes_something_and_every_event_is_a_step_of_a_workflow_that_is_cut_off() {
    let played: BTreeSet<_> =
        WORKFLOWS.iter().flat_map(|(_, steps)| steps.iter().map(|step| (*step).to_owned())).collect();
    let posts = routes()
        .iter()
        .filter(|route| route.method != http::Method::GET)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect::<BTreeSet<_>>();
    let all: BTreeSet<_> = posts.into_iter().chain(events()).collect();
    assert_eq!(all.difference(&played).collect::<Vec<_>>(), Vec::<&String>::new(), "no workflow cuts these off");
    assert_eq!(played.difference(&all).collect::<Vec<_>>(), Vec::<&String>::new(), "there are none of these");
}

/// What wakes a function beside requests, as the template says: its streams, its schedules, and the bucket.
fn events() -> BTreeSet<String> {
    let template = YamlLoader::load_from_str(TEMPLATE).unwrap().remove(0);
    let mut events = BTreeSet::new();
    for (name, resource) in template["Resources"].as_hash().unwrap() {
        let woken = resource["Properties"]["Events"].as_hash().into_iter().flatten();
        for (_, event) in woken.filter(|_| resource["Type"].as_str() == Some("AWS::Serverless::Function")) {
            let by = match event["Type"].as_str().unwrap() {
                "HttpApi" => continue,
                "DynamoDB" => "stream",
                "ScheduleV2" => "schedule",
                "EventBridgeRule" => "event",
                other => panic!("what is an event of {other}?"),
            };
            events.insert(format!("{} {by}", name.as_str().unwrap().to_lowercase()));
        }
    }
    events
}
