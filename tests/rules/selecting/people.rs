//! Who is in the team: inviting, changing, taking away (clauses R3, O10; requirements S3, S4).

use crate::NOW;
use program::{Role, Roles};
use specification::office::email;
use specification::page::Filled;
use specification::{Browser, Office};

/// R3, N1
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_gets_one_letter_however_often_the_form_is_sent() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let mut form = invitation(&organizer, "Reviewer@example.org", &["reviewer"]).await;
    for _ in 0..2 {
        assert_eq!(organizer.send(&form).await.expect(303).location(), "/team/people");
    }
    let letters = office.letters_to("Reviewer@example.org").await;
    assert_eq!(
        letters.iter().map(|letter| letter.subject.as_str()).collect::<Vec<_>>(),
        ["You are in the team of Mautic Ambassadors"]
    );
    assert!(letters[0].text.contains("As a reviewer: read the applications"), "{}", letters[0].text);
    assert!(!letters[0].text.contains("As an organizer"), "{}", letters[0].text);
    assert_eq!(letters[0].link("/sign-in"), "/sign-in");

    // Somebody else under the same key is a mistake that is told; the same person anew needs no second letter.
    form.fill("email", "other@example.org");
    organizer.send(&form).await.expect(409);
    let again = invitation(&organizer, "reviewer@example.org", &["reviewer"]).await;
    assert!(organizer.send(&again).await.expect(409).page().text().contains("no letter was sent"));
    assert_eq!(office.letters().await.iter().filter(|letter| letter.to.contains("other")).count(), 0);
    assert_eq!(office.letters_to("Reviewer@example.org").await.len(), 1);
    assert_eq!(office.store().person(&email("other@example.org")).await.unwrap(), None);
    let person = office.store().person(&email("reviewer@example.org")).await.unwrap().unwrap();
    let history = office.store().history(&format!("person#{}", person.id)).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(), ["invite into the team"]);
}

/// R3
#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_starts_at_the_applications_and_runs_nothing() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    organizer.send(&invitation(&organizer, "reviewer@example.org", &["reviewer"]).await).await.expect(303);
    let reviewer = office.signed_in("reviewer@example.org").await;
    let home = reviewer.get("/").await.expect(200).page();
    assert_eq!(home.attributes("nav a", "href"), ["/team/applications", "/team/activities"]);
    for path in ["/team", "/team/people", "/team/readiness", "/team/feedback", "/team/ambassadors", "/team/quarters"] {
        reviewer.get(path).await.expect(403);
    }
}

/// O10
#[tokio::test(flavor = "multi_thread")]
async fn an_ambassador_in_the_team_is_an_ambassador_all_the_same() {
    let office = Office::open(NOW).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    organizer.send(&invitation(&organizer, "amara@example.org", &["organizer", "reviewer"]).await).await.expect(303);
    // What somebody may do is said at sign-in, so everybody whose roles change signs in anew.
    amara.get("/me").await.expect(401);
    let amara = office.signed_in("amara@example.org").await;
    amara.get("/team/people").await.expect(200);
    amara.get("/me").await.expect(200);
    let team = organizer.get("/team/people").await.expect(200).page();
    assert_eq!(team.texts_of("tbody th"), ["Amara Okafor", "organizer@example.org"]);
    assert!(team.text().contains("Organizer, Reviewer"), "{}", team.text());

    organizer.send(&change(&organizer, "Amara Okafor", &[]).await).await.expect(303);
    amara.get("/me").await.expect(401);
    let person = office.store().person(&email("amara@example.org")).await.unwrap().unwrap();
    assert_eq!(person.roles, Roles::of([Role::Applicant, Role::Ambassador]));
    office.signed_in("amara@example.org").await.get("/me").await.expect(200);
}

/// S4
#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_a_role_is_signed_out_everywhere() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    organizer.send(&invitation(&organizer, "second@example.org", &["organizer"]).await).await.expect(303);
    let (laptop, phone) = (office.signed_in("second@example.org").await, office.signed_in("second@example.org").await);
    laptop.get("/team").await.expect(200);
    phone.get("/team").await.expect(200);
    let form = change(&organizer, "second@example.org", &["reviewer"]).await;
    assert_eq!(organizer.send(&form).await.expect(303).location(), "/team/people");
    laptop.get("/team").await.expect(401);
    phone.get("/team").await.expect(401);
    // The same form once more finds its change made.
    assert_eq!(organizer.send(&form).await.expect(303).location(), "/team/people");
    let second = office.signed_in("second@example.org").await;
    second.get("/team").await.expect(403);

    let out = change(&organizer, "second@example.org", &[]).await;
    for _ in 0..2 {
        assert_eq!(organizer.send(&out).await.expect(303).location(), "/team/people");
    }
    assert_eq!(organizer.get("/team/people").await.expect(200).page().texts_of("tbody th"), ["organizer@example.org"]);
}

/// S3
#[tokio::test(flavor = "multi_thread")]
async fn the_last_organizer_stays_one() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    let alone = change(&organizer, "organizer@example.org", &["reviewer"]).await;
    let refused = organizer.send(&alone).await.expecting(409).page();
    assert!(refused.text().contains("You are the only organizer, and the office needs one."), "{}", refused.text());
    organizer.get("/team").await.expect(200);

    // Of two who leave at the same moment, one stays.
    organizer.send(&invitation(&organizer, "second@example.org", &["organizer"]).await).await.expect(303);
    let second = office.signed_in("second@example.org").await;
    let (mine, theirs) =
        (change(&organizer, "organizer@example.org", &[]).await, change(&second, "second@example.org", &[]).await);
    let (mine, theirs) = tokio::join!(organizer.send(&mine), second.send(&theirs));
    let mut statuses = [mine.status, theirs.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let left = office.store().team().await.unwrap();
    assert_eq!(left.iter().map(|person| person.roles.clone()).collect::<Vec<_>>(), [Roles::of([Role::Organizer])]);
}

/// N3
#[tokio::test(flavor = "multi_thread")]
async fn two_organizers_changing_one_person_make_one_change_and_the_other_sees_both() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    organizer.send(&invitation(&organizer, "kim@example.org", &["reviewer"]).await).await.expect(303);
    let first = change(&organizer, "kim@example.org", &["organizer"]).await;
    let second = change(&organizer, "kim@example.org", &[]).await;
    organizer.send(&first).await.expect(303);
    let conflict = organizer.send(&second).await.expecting(409).page();
    assert_eq!(conflict.texts_of("tbody tr"), ["kim@example.org Organizer none"]);
    organizer.send(&conflict.form("/roles")).await.expect(303);
    assert_eq!(office.store().team().await.unwrap().len(), 1);
}

async fn invitation(organizer: &Browser, address: &str, roles: &[&str]) -> Filled {
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", address);
    for role in roles {
        form.fill(role, "yes");
    }
    form
}

/// The form that changes somebody's roles, with these ticked and the others not.
async fn change(organizer: &Browser, name: &str, roles: &[&str]) -> Filled {
    let team = organizer.get("/team/people").await.expect(200).page();
    let mut form = organizer.get(&team.link(&format!("roles of {name}"))).await.expect(200).page().form("/roles");
    for role in ["organizer", "reviewer"] {
        form.fill(role, if roles.contains(&role) { "yes" } else { "" });
    }
    form
}

/// D3, S4: what they are called stands beside their decisions.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_renames_somebody_of_the_team_by_applying_under_their_address() {
    let office = Office::open(NOW).await;
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", "The Director"),
        ("email", "organizer@example.org"),
        ("country", "Nigeria"),
        ("answer_contributions", "Talks."),
        ("answer_ideas", "Meetups."),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    visitor.send(&form).await.expect(303);
    let page = office.organizer().await.get("/team/people").await.expect(200).page();
    assert!(page.text().contains("organizer@example.org") && !page.text().contains("The Director"), "{}", page.text());
    office.close().await;
}
