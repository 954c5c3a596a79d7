//! Dates: calls, onboarding sessions and their hosts, links to calendars.

use crate::stage::{Done, Stage};
use specification::page::Filled;
use specification::{Answer, Browser, MAUTIC};
use store::Secret;

/// A call is offered, moved and called off.
pub(crate) async fn calls() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let organizer = stage.organizer().await;
    let call = offers(&mut stage, &organizer, "/team/calls", "June call").await;
    changes(&mut stage, &organizer, &call).await;
    stage
}

/// A session is offered and moved; an ambassador takes a place, gives it back, takes it again, hosts and reports on it.
/// Another is called off.
pub(crate) async fn sessions() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let organizer = stage.organizer().await;
    let other = offers(&mut stage, &organizer, "/team/sessions", "Another hour").await;
    changes(&mut stage, &organizer, &other).await;
    let session = offers(&mut stage, &organizer, "/team/sessions", "Welcome hour").await;
    let of_hosts = session.replace("/team/", "/me/");
    for what in ["take", "give-back", "take"] {
        let button = amara.get("/me/sessions").await.expect(200).page().form(&format!("{of_hosts}/{what}"));
        stage.sends(&amara, &button).await.expect(303);
    }
    stage.clock_moves_to("2026-06-03T17:00:00Z");
    let amara = stage.signed_in("amara@example.org").await;
    let button = amara.get("/me").await.expect(200).page().form(&format!("{of_hosts}/report"));
    let activity = stage.sends(&amara, &button).await.expecting(303).location();
    let shown = amara.get(&activity).await.expect(200).page();
    assert_eq!(shown.text_of("h1"), "Welcome hour");
    stage
}

/// An ambassador and an organizer make a link to their calendar, and each a new one.
pub(crate) async fn links() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let organizer = stage.organizer().await;
    for (browser, page) in [(&amara, "/me/calendar"), (&organizer, "/team/calendar")] {
        for _ in 0..2 {
            let form = browser.get(page).await.expect(200).page().form(page);
            let store = stage.store().clone();
            let ask = async || {
                let answer = browser.send(&form).await;
                if answer.status == 200 {
                    let link = link_in(&answer);
                    let token = link.trim_start_matches("/calendar/").trim_end_matches(".ics");
                    assert!(store.feed(&Secret::new(token)).await.unwrap().is_some(), "what is shown leads there");
                }
                answer
            };
            let answer = stage.asks(Done::AtOnceAndAnew, page, ask).await;
            stage.browser().get(&link_in(&answer)).await.expect(200);
        }
    }
    stage
}

/// The path of the feed whose link is shown.
fn link_in(answer: &Answer) -> String {
    let shown = answer.page().text_of("pre");
    shown[shown.find("/calendar/").unwrap()..].to_owned()
}

/// Offers a call or a session; gives its page.
async fn offers(stage: &mut Stage, organizer: &Browser, list: &str, title: &str) -> String {
    let mut form = organizer.get(list).await.expect(200).page().form(list);
    fill(&mut form, title, "17:00");
    stage.sends(organizer, &form).await.expect(303);
    organizer.get(list).await.expect(200).page().link(title)
}

fn fill(form: &mut Filled, title: &str, at: &str) {
    for (field, value) in
        [("title", title), ("on", "2026-06-03"), ("at", at), ("link", "https://meet.example.org/room")]
    {
        form.fill(field, value);
    }
}

/// Moves a call or a session by an hour, and calls it off.
async fn changes(stage: &mut Stage, organizer: &Browser, page: &str) {
    let mut form = organizer.get(page).await.expect(200).page().form(page);
    fill(&mut form, "At another time", "18:00");
    stage.sends(organizer, &form).await.expect(303);
    let cancel = organizer.get(page).await.expect(200).page().form("/cancel");
    stage.sends(organizer, &cancel).await.expect(303);
}
