//! Who may do what: one table of roles, routes and ownership, and this is made from it (requirement S6).

use crate::people::{Cast, NOW, Somebody};
use chancery::office::routes;
use http::Method;
use program::{Role, Roles};
use specification::{Answer, Office};
use web::{Route, Who};

/// S6
#[tokio::test(flavor = "multi_thread")]
async fn each_route_answers_each_person_as_the_table_says() {
    let cast = Cast::gather().await;
    let mut people = Vec::new();
    for person in cast.everybody() {
        people.push((person, person.roles(&cast.office).await));
    }
    let roles: Vec<_> = people.iter().map(|(person, roles)| (person.who, roles.as_slice())).collect();
    let expected: [(&str, &[Role]); 7] = [
        ("a visitor", &[]),
        ("an applicant", &[Role::Applicant]),
        ("the ambassador", &[Role::Applicant, Role::Ambassador]),
        ("another ambassador", &[Role::Applicant, Role::Ambassador]),
        ("a reviewer", &[Role::Reviewer]),
        ("a treasurer", &[Role::Treasurer]),
        ("an organizer", &[Role::Organizer]),
    ];
    assert_eq!(roles, expected, "each person is exactly what they should be to the program");

    let mut routes: Vec<Route> = routes().iter().cloned().collect();
    // What takes something away comes after what shows it. Signing out comes last: nobody is signed in after it.
    routes.sort_by_key(|route| (route.path == "/sign-out", route.path.ends_with("/remove")));
    let mut wrong = Vec::new();
    for route in &routes {
        let path = cast.address(route.path);
        for (person, roles) in &people {
            let expected = cell(route, person, roles);
            let answer = ask(person, &route.method, &path).await;
            if !expected.allows(answer.status) {
                wrong.push(format!("{route:?} for {}: {}, not {expected:?}", person.who, answer.status));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// S6
#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_at_a_page_by_its_headers_alone_who_may_not_see_it() {
    let cast = Cast::gather().await;
    for route in routes().iter().filter(|route| route.method == Method::GET && route.who != Who::Anyone) {
        let path = cast.address(route.path);
        ask(&cast.visitor, &Method::HEAD, &path).await.expect(401);
        let organizers = route.who.admits(&Roles::of([Role::Organizer]));
        let stranger = if organizers { &cast.another } else { &cast.organizer };
        ask(stranger, &Method::HEAD, &path).await.expect(403);
    }
}

/// S6
#[tokio::test(flavor = "multi_thread")]
async fn what_is_one_person_s_own_stays_as_it_is_whoever_else_sends_its_forms() {
    let cast = Cast::gather().await;
    let (ambassador, activity) = (cast.records.ambassador.parse().unwrap(), cast.records.activity.parse().unwrap());
    let before = cast.office.store().activity(ambassador, activity).await.unwrap().unwrap();
    let shown = cast.ambassador.browser.get(&cast.address("/me/activities/{id}")).await.expect(200).page();
    let mut report = shown.form("/report");
    report.fill("attendees", "31");
    let edit = cast.ambassador.browser.get(&cast.address("/me/activities/{id}/plan")).await.expect(200).page();
    let mut plan = edit.form("/plan");
    plan.fill("title", "Not yours any more");
    for form in [report, plan, shown.form("/cancel")] {
        cast.another.browser.send(&form).await.expect(404);
        cast.organizer.browser.send(&form).await.expect(403);
        cast.applicant.browser.send(&form).await.expect(403);
        cast.visitor.browser.send(&form).await.expect(401);
    }
    let after = cast.office.store().activity(ambassador, activity).await.unwrap().unwrap();
    assert_eq!((after.value, after.version), (before.value, before.version));

    let board = cast.organizer.browser.get(&cast.address("/team/applications/{id}")).await.expect(200).page();
    let mut decision = board.form("/decision");
    decision.fill("outcome", "accept");
    decision.fill("reason", "I would like to.");
    cast.ambassador.browser.send(&decision).await.expect(403);
    cast.applicant.browser.send(&decision).await.expect(403);
    cast.visitor.browser.send(&decision).await.expect(401);
    let application = cast.office.store().application(cast.records.application.parse().unwrap()).await.unwrap();
    assert_eq!(application.unwrap().value.pending, None);
}

/// S6
#[tokio::test(flavor = "multi_thread")]
async fn what_is_one_s_own_shows_nothing_of_anybody_else() {
    let cast = Cast::gather().await;
    let own = |who| matches!(who, Who::Own(_));
    let mut looked_at = 0;
    for route in routes().iter().filter(|route| route.method == Method::GET && own(route.who)) {
        for person in [&cast.applicant, &cast.another] {
            let answer = ask(person, &Method::GET, &cast.address(route.path)).await;
            looked_at += usize::from(answer.status == 200);
            for canary in ["Amara", "amara@example.org", "Evening of segments", "Nigeria"] {
                let text = answer.page().text();
                assert!(!text.contains(canary), "{route:?} shows {canary} to {}", person.who);
            }
        }
    }
    assert!(looked_at >= 5, "only {looked_at} pages were looked at");
}

/// What the table says about one person and one route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// They are to sign in.
    SignIn,
    /// They have another role.
    Forbidden,
    /// It is somebody else's.
    NotFound,
    /// They may; an empty form then meets the rules behind.
    Open,
}

impl Cell {
    fn allows(self, status: u16) -> bool {
        match self {
            Self::SignIn => status == 401,
            Self::Forbidden => status == 403,
            Self::NotFound => status == 404,
            Self::Open => matches!(status, 200 | 303 | 400 | 409 | 422),
        }
    }
}

fn cell(route: &Route, person: &Somebody, roles: &[Role]) -> Cell {
    // A quarter is nobody's own.
    let names_a_record = route.path.replace("{quarter}", "").contains('{');
    let anothers = matches!(route.who, Who::Own(_)) && names_a_record && person.who != "the ambassador";
    let roles = Roles::of(roles.iter().copied());
    match route.who {
        Who::Anyone => Cell::Open,
        // The program here knows no form service.
        Who::Signed => Cell::NotFound,
        _ if roles.is_empty() => Cell::SignIn,
        who if !who.admits(&roles) => Cell::Forbidden,
        _ if anothers => Cell::NotFound,
        _ => Cell::Open,
    }
}

async fn ask(person: &Somebody, method: &Method, path: &str) -> Answer {
    let form = (*method == Method::POST).then(String::new);
    person.browser.ask(method.clone(), path, &[("sec-fetch-site", "same-origin")], form).await
}

/// S6
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_nobody_began_opens_nothing() {
    let office = Office::open(NOW).await;
    let long = "9".repeat(5_000);
    for made_up in ["0", "", " ", "session#", "a=b", long.as_str(), &"0".repeat(64)] {
        let browser = office.browser().with_cookie("session", made_up);
        browser.get("/team").await.expect(401);
        browser.get("/me").await.expect(401);
        browser.get("/").await.expect(200);
    }
}
