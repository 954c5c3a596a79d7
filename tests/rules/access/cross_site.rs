//! Changes asked for by other sites' pages are refused, and looking changes nothing (requirement S5).

use crate::people::{Cast, everything_kept};
use chancery::office::routes;
use http::Method;

/// S5
#[tokio::test(flavor = "multi_thread")]
async fn no_route_takes_a_change_from_another_site_s_page() {
    let cast = Cast::gather().await;
    let ours = cast.office.url();
    let another_port = "http://localhost:1";
    let refused: [&[(&str, &str)]; 8] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", ours)],
        &[("sec-fetch-site", "anything else")],
        &[("origin", "https://evil.example")],
        &[("origin", another_port)],
        &[("origin", "null")],
        &[("origin", "")],
    ];
    let taken: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin")],
        // Typed into the address bar, or a bookmark: no page asked for it.
        &[("sec-fetch-site", "none")],
        &[("origin", ours)],
        // No browser: it carries nobody's session unless they gave it to it.
        &[],
    ];
    let before = everything_kept(&cast.office).await;
    let changes: Vec<_> = routes().iter().filter(|route| route.method == Method::POST).cloned().collect();
    assert!(changes.len() > 10, "{}", changes.len());
    for route in &changes {
        let path = cast.address(route.path);
        for headers in refused {
            for person in [&cast.visitor, &cast.ambassador, &cast.organizer] {
                let answer = person.browser.ask(Method::POST, &path, headers, Some(String::new())).await;
                assert_eq!(answer.status, 403, "{route:?} with {headers:?} for {}", person.who);
                assert_eq!(answer.page().text_of("h1"), "This part is not open to you");
                assert!(!answer.headers.contains_key("set-cookie"), "{route:?} with {headers:?} sets a cookie");
            }
        }
    }
    assert!(everything_kept(&cast.office).await == before, "a refused request wrote something");
    for route in &changes {
        for headers in taken {
            let answer = cast.visitor.browser.ask(Method::POST, &cast.address(route.path), headers, None).await;
            assert_ne!(answer.status, 403, "{route:?} with {headers:?}");
        }
    }
}

/// S5
#[tokio::test(flavor = "multi_thread")]
async fn no_page_changes_anything_by_being_looked_at() {
    let cast = Cast::gather().await;
    let before = everything_kept(&cast.office).await;
    for route in routes().iter().filter(|route| route.method == Method::GET) {
        let path = cast.address(route.path);
        for person in cast.everybody() {
            for method in [Method::GET, Method::HEAD] {
                let answer = person.browser.ask(method, &path, &[("sec-fetch-site", "cross-site")], None).await;
                assert!(answer.status < 500, "{route:?}: {}", answer.status);
                assert!(!answer.headers.contains_key("set-cookie"), "{route:?} sets a cookie");
            }
        }
    }
    assert!(everything_kept(&cast.office).await == before, "looking at a page wrote something");
    // The test would see it if something had been written.
    cast.visitor.browser.post("/sign-in", &[("email", "amara@example.org")]).await.expect(303);
    assert!(everything_kept(&cast.office).await != before);
}

/// S5
#[tokio::test(flavor = "multi_thread")]
async fn no_change_can_be_asked_for_by_a_link() {
    let cast = Cast::gather().await;
    let all = routes();
    for route in all.iter().filter(|route| route.method == Method::POST) {
        let also_a_page = all.iter().any(|other| other.path == route.path && other.method == Method::GET);
        if !also_a_page {
            for person in cast.everybody() {
                let path = cast.address(route.path);
                // A page of another route may answer here; none of them changes anything.
                let answer = person.browser.get(&path).await;
                assert!(matches!(answer.status, 405 | 409 | 404), "{route:?} as a link: {}", answer.status);
            }
        }
    }
    cast.organizer.browser.get("/team").await.expect(200);
}
