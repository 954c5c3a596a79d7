//! People over time: the answer to a check-in, pauses, leaving and returning, what the team is to decide, user groups (clauses
//! C1, C3, O10, O11).

use crate::stage::Stage;
use specification::page::Filled;
use specification::{Browser, MAUTIC};

const AMARA: &str = "amara@example.org";

/// The example program that began with the quarter the stages open in.
fn young() -> String {
    MAUTIC.replace("started_on = 2026-01-01", "started_on = 2026-04-01")
}

/// The form at this address that posts to it, filled in.
async fn form(browser: &Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Filled {
    let mut form = browser.get(page).await.expect(200).page().form(action);
    for (field, value) in fields {
        form.fill(field, value);
    }
    form
}

/// The page of the team about this ambassador.
async fn page_of(stage: &Stage, address: &str) -> String {
    let person = stage.store().person(&specification::office::email(address)).await.unwrap().unwrap();
    format!("/team/ambassadors/{}", person.ambassador.unwrap())
}

/// A check-in is answered; a pause is marked, by oneself and by the team, and ended, by oneself and by the team.
pub(crate) async fn pausing() -> Stage {
    let mut stage = Stage::open(&young()).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let organizer = stage.organizer().await;
    let check_in = "/me/check-in/2026-Q2";
    let answer = form(&amara, check_in, check_in, &[("answer", "nothing"), ("words", "A new job.")]).await;
    stage.sends(&amara, &answer).await.expect(303);

    let mark = form(&amara, "/me/pause", "/me/pause", &[("from", "2026-05-20"), ("until", "2026-06-30")]).await;
    stage.sends(&amara, &mark).await.expect(303);
    let back = amara.get("/me/pause").await.expect(200).page().form("/me/pause/return");
    stage.sends(&amara, &back).await.expect(303);

    let page = page_of(&stage, AMARA).await;
    let (pause, back) = (format!("{page}/pause"), format!("{page}/return"));
    let mark = form(&organizer, &pause, &pause, &[("from", "2026-05-20"), ("until", "2026-07-15")]).await;
    stage.sends(&organizer, &mark).await.expect(303);
    let end = organizer.get(&page).await.expect(200).page().form(&back);
    stage.sends(&organizer, &end).await.expect(303);
    stage
}

/// Somebody steps down, and asks to return, which the team is to decide.
pub(crate) async fn leaving() -> Stage {
    let mut stage = Stage::open(&young()).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let first = form(&amara, "/me/step-down", "/me/step-down", &[("words", "It was lovely.")]).await;
    let sure = stage.sends(&amara, &first).await.expecting(200).page().form("/me/step-down/confirm");
    stage.sends(&amara, &sure).await.expect(303);
    let amara = stage.signed_in(AMARA).await;
    let wish = form(&amara, "/me/return", "/me/return", &[("words", "I miss you.")]).await;
    stage.sends(&amara, &wish).await.expect(303);
    let (open, _) = stage.store().open_proposals(50, None).await.unwrap();
    let organizer = stage.organizer().await;
    let path = format!("/team/proposals/{}", open[0].value.id);
    let settle = form(&organizer, &path, &path, &[("what", "welcome_back"), ("reason", "Gladly.")]).await;
    stage.sends(&organizer, &settle).await.expect(303);
    stage
}

/// The team ends a term, and names somebody of a user group and takes that back.
pub(crate) async fn team() -> Stage {
    let mut stage = Stage::open(&young()).await;
    stage.ambassador("Amara Okafor", AMARA).await;
    let organizer = stage.organizer().await;
    let path = format!("{}/end-term", page_of(&stage, AMARA).await);
    let end = form(&organizer, &path, &path, &[("reason", "Took money for the title.")]).await;
    stage.sends(&organizer, &end).await.expect(303);

    let fields = [("leader_name", "Tunde Ade"), ("leader_email", "tunde@example.org"), ("group", "Mautic Abuja")];
    let add = form(&organizer, "/team/people", "/team/people/leaders", &fields).await;
    stage.sends(&organizer, &add).await.expect(303);
    let no_more = organizer.get("/team/people").await.expect(200).page().form("/leads");
    stage.sends(&organizer, &no_more).await.expect(303);
    stage
}
