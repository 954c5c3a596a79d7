//! A form that comes twice, and many that come at once.

use crate::{
    application_id, application_of, applications, at_once, done_to, email, letters_to_people, plan_of, report_of,
};
use chancery::folder::Folder;
use program::ActivityId;
use specification::{Browser, MAUTIC, Office};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// N2, R2
#[tokio::test(flavor = "multi_thread")]
async fn fifty_applications_by_one_address_at_once_are_one_application_and_everyone_is_answered_alike() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let spellings =
        ["amara@example.org", "Amara@Example.org ", "AMARA@EXAMPLE.ORG", " amara@EXAMPLE.org", "aMaRa@example.ORG"];
    let mut forms = Vec::new();
    for number in 0..50 {
        let browser = office.browser().from_address(&format!("198.51.100.{number}"));
        let form = application_of(&browser, "Amara Okafor", spellings[number % spellings.len()]).await;
        forms.push((browser, form));
    }
    let keys: BTreeSet<_> = forms.iter().map(|(_, form)| form.value("key").unwrap().to_owned()).collect();
    assert_eq!(keys.len(), 50);

    let mut sending = JoinSet::new();
    for (browser, form) in forms {
        sending.spawn(async move {
            let answer = browser.send(&form).await;
            let page = browser.get(&answer.expect(303).location()).await;
            (answer.location(), answer.body, page.expect(200).page().text())
        });
    }
    let answers: BTreeSet<_> = sending.join_all().await.into_iter().collect();
    assert_eq!(answers.len(), 1, "whoever applies does not learn whether the address is here: {answers:?}");

    let all = applications(office.store()).await;
    assert_eq!(
        all.iter().map(|there| there.id).collect::<Vec<_>>(),
        [application_id(&office, "amara@example.org").await]
    );
    let mut entries = Vec::new();
    for key in &keys {
        entries.extend(done_to(office.store(), &format!("application#{key}")).await);
    }
    assert_eq!(entries, ["apply"]);

    let mut subjects: Vec<_> = letters_to_people(&office).await.into_iter().map(|letter| letter.subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["Thank you for applying to Mautic Ambassadors", "Your application is with us already"]);
    office.close().await;
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn an_application_sent_again_is_the_same_application_also_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let office = Office::in_folder(Folder::open(place.path()).unwrap(), "2026-06-20T09:00:00Z", MAUTIC, |_| {}).await;
    let browser = Arc::new(office.browser());
    let form = application_of(&browser, "Amara Okafor", "amara@example.org").await;
    let same = (303, Some("/apply/sent".to_owned()));
    assert_eq!(at_once(&browser, &form, 5).await, vec![same.clone(); 5]);
    assert_eq!(at_once(&browser, &form, 1).await, std::slice::from_ref(&same));
    let id = application_id(&office, "amara@example.org").await;
    assert_eq!(letters_to_people(&office).await.len(), 1);
    office.close().await;

    let office = Office::in_folder(Folder::open(place.path()).unwrap(), "2026-06-21T09:00:00Z", MAUTIC, |_| {}).await;
    let browser = Arc::new(office.browser());
    assert_eq!(at_once(&browser, &form, 2).await, vec![same; 2]);
    assert_eq!(applications(office.store()).await.into_iter().map(|there| there.id).collect::<Vec<_>>(), [id]);
    assert_eq!(done_to(office.store(), &format!("application#{id}")).await, ["apply"]);
    assert_eq!(letters_to_people(&office).await.len(), 1, "one receipt, and nobody is told twice");
    office.close().await;
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn another_application_under_the_same_key_is_refused_and_keeps_what_was_typed() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    let browser = office.browser();
    let form = application_of(&browser, "Amara Okafor", "amara@example.org").await;
    browser.send(&form).await.expect(303);
    let mut other = form.clone();
    other.fill("email", "chidi@example.org");
    other.fill("answer_ideas", "A podcast about segments.");
    let page = browser.send(&other).await.expect(409).page().text();
    assert!(page.contains("A different application was already sent from this very page."), "{page}");
    for typed in ["chidi@example.org", "A podcast about segments.", "Monthly talks in Lagos."] {
        assert!(page.contains(typed), "{typed} is not kept: {page}");
    }
    let all = applications(office.store()).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].submission.email, email("amara@example.org"));
    assert!(all[0].submission.answers.iter().all(|answer| !answer.text.contains("podcast")));
    assert_eq!(office.store().person(&email("chidi@example.org")).await.unwrap(), None);
    assert_eq!(
        letters_to_people(&office).await.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(),
        ["amara@example.org"]
    );
    office.close().await;
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_sent_again_is_the_same_activity_and_another_under_its_key_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let open = |now: &'static str| {
        let folder = Folder::open(place.path()).unwrap();
        Office::in_folder(folder, now, MAUTIC, |_| {})
    };
    let office = open("2026-06-20T09:00:00Z").await;
    let amara = Arc::new(office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await);
    let form = plan_of(&amara, "Meetup in Lagos", "2026-06-24").await;
    let id: ActivityId = form.value("key").unwrap().parse().unwrap();
    let same = (303, Some(format!("/me/activities/{id}")));
    assert_eq!(at_once(&amara, &form, 5).await, vec![same.clone(); 5]);
    office.close().await;

    let office = open("2026-06-20T10:00:00Z").await;
    let amara = Arc::new(office.signed_in("amara@example.org").await);
    assert_eq!(at_once(&amara, &form, 1).await, [same]);
    let mut other = form.clone();
    other.fill("title", "Workshop in Abuja");
    let page = amara.send(&other).await.expect(409).page().text();
    assert!(page.contains("A different activity was already shared from this very page."), "{page}");
    assert!(page.contains("Workshop in Abuja"), "{page}");

    let person = office.store().person(&email("amara@example.org")).await.unwrap().unwrap();
    let activities = office.store().activities_of(person.ambassador.unwrap()).await.unwrap();
    assert_eq!(
        activities.iter().map(|there| (there.id, there.plan.title.as_str())).collect::<Vec<_>>(),
        [(id, "Meetup in Lagos")]
    );
    assert_eq!(done_to(office.store(), &format!("activity#{id}")).await, ["plan"]);
    office.close().await;
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn a_report_sent_again_is_the_same_report() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let amara = Arc::new(office.signed_in("amara@example.org").await);
    let activity = amara.send(&plan_of(&amara, "Meetup in Lagos", "2026-06-20").await).await.expect(303).location();
    office.clock_moves_to("2026-06-21T09:00:00Z").await;
    let amara = Arc::new(office.signed_in("amara@example.org").await);
    let form = report_of(&amara, &activity).await;
    let same = (303, Some(activity.clone()));
    assert_eq!(at_once(&amara, &form, 1).await, std::slice::from_ref(&same));
    assert_eq!(at_once(&amara, &form, 2).await, vec![same; 2]);
    let id = activity.rsplit('/').next().unwrap();
    assert_eq!(done_to(office.store(), &format!("activity#{id}")).await, ["plan", "report"]);
    office.close().await;
}

/// N1
#[tokio::test(flavor = "multi_thread")]
async fn a_report_sent_twice_at_the_same_moment_is_one_report_and_no_conflict() {
    let office = Office::open("2026-06-20T09:00:00Z").await;
    office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let amara = Arc::new(office.signed_in("amara@example.org").await);
    let activity = amara.send(&plan_of(&amara, "Meetup in Lagos", "2026-06-20").await).await.expect(303).location();
    office.clock_moves_to("2026-06-21T09:00:00Z").await;
    let amara = Arc::new(office.signed_in("amara@example.org").await);
    let form = report_of(&amara, &activity).await;
    assert_eq!(at_once(&amara, &form, 5).await, vec![(303, Some(activity.clone())); 5]);
    let id = activity.rsplit('/').next().unwrap();
    assert_eq!(done_to(office.store(), &format!("activity#{id}")).await, ["plan", "report"]);
    office.close().await;
}

/// N2, S10
#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_applications_fifty_at_a_time_are_all_stored_and_none_twice() {
    // One application an origin, so that what is counted is where a request comes from and nothing else.
    let document = format!("{MAUTIC}\n[limits]\napplications_per_origin = 1\n");
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(place.path()).unwrap();
    let office = Office::in_folder(folder, "2026-06-20T09:00:00Z", &document, |_| {}).await;
    let form = application_of(&office.browser(), "Amara Okafor", "amara@example.org").await;
    let address = |number: usize| format!("applicant-{number}@example.org");
    let began = Instant::now();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut sending = JoinSet::new();
    for number in 0..500 {
        if sending.len() == 50 {
            *statuses.entry(sending.join_next().await.unwrap().unwrap()).or_default() += 1;
        }
        let browser = Browser::new(office.url()).from_address(&format!("10.0.{}.{}", number / 250, number % 250 + 1));
        let mut form = form.clone();
        form.fill("key", &office.store().new_id().to_string());
        form.fill("email", &address(number));
        sending.spawn(async move { browser.send(&form).await.status });
    }
    for status in sending.join_all().await {
        *statuses.entry(status).or_default() += 1;
    }
    let took = began.elapsed();
    assert_eq!(statuses, BTreeMap::from([(303, 500)]));
    println!("500 applications, 50 at a time: {:.1} s", took.as_secs_f64());

    let mut stored: Vec<_> =
        applications(office.store()).await.iter().map(|there| there.submission.email.as_str().to_owned()).collect();
    stored.sort();
    let mut sent: Vec<_> = (0..500).map(address).collect();
    sent.sort();
    assert_eq!(stored, sent);
    // Asking for every waiting letter again and again would hold the post up, so the files are counted first.
    while std::fs::read_dir(place.path().join("letters")).unwrap().count() < 500 {
        assert!(began.elapsed().as_secs() < 240, "the receipts do not leave");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let mut receipts: Vec<_> = letters_to_people(&office).await.into_iter().map(|letter| letter.to).collect();
    receipts.sort();
    assert_eq!(receipts, sent);
    println!("and 500 receipts: {:.1} s", began.elapsed().as_secs_f64());

    // The origin that has had its one gets a page with everything it typed.
    let again = office.browser().from_address("10.0.0.1");
    let mut form = form.clone();
    form.fill("key", &office.store().new_id().to_string());
    form.fill("email", "late@example.org");
    let page = again.send(&form).await.expect(429).page();
    assert!(page.text().contains("Monthly talks in Lagos."), "{}", page.text());
    assert_eq!(page.form("/apply").value("email"), Some("late@example.org"));
    assert_eq!(applications(office.store()).await.len(), 500);
    office.close().await;
}
