//! The headers every answer carries, errors included (requirement S7).

use crate::people::{Cast, NOW, header_block, instance};
use crate::problems::Troubles;
use chancery::office::routes;
use http::Method;
use specification::{Answer, Browser, Office, Page};
use std::collections::BTreeMap;

const PUBLIC: &str = "https://ambassadors.example.org";

/// S7, P1
#[tokio::test(flavor = "multi_thread")]
async fn every_page_carries_the_headers_that_protect_its_reader_and_needs_nothing_they_forbid() {
    let cast = Cast::gather().await;
    let mut pages = 0;
    for route in routes().iter().filter(|route| route.method == Method::GET) {
        let path = cast.address(route.path);
        for person in cast.everybody() {
            for method in [Method::GET, Method::HEAD] {
                let answer = person.browser.ask(method, &path, &[], None).await;
                assert_protected(&answer, &format!("{route:?} for {}", person.who));
                assert!(!answer.headers.contains_key("strict-transport-security"), "{path}: there is no TLS here");
                assert_inert(&answer.body, &path);
                pages += 1;
            }
        }
    }
    assert!(pages > 150, "{pages}");
}

/// S7, P1
#[tokio::test(flavor = "multi_thread")]
async fn every_problem_carries_the_headers_that_protect_its_reader_and_needs_nothing_they_forbid() {
    let mut troubles = Troubles::meet("en").await;
    let office = Office::open(NOW).await;
    let wrong = office.browser().post("/apply", &[]).await;
    troubles.all.push(("a form with something wrong in it", 422, wrong));
    for (what, status, answer) in &troubles.all {
        assert_eq!(answer.status, *status, "{what}");
        assert_protected(answer, what);
        assert_inert(&answer.body, what);
    }
}

/// S7
#[tokio::test(flavor = "multi_thread")]
async fn where_the_office_has_tls_browsers_are_told_to_use_nothing_else() {
    let office = Office::open(NOW).await;
    let browser = Browser::new(&instance(office.store(), PUBLIC, routes()).await);
    for (path, status) in [("/", 200), ("/apply", 200), ("/me", 401), ("/nowhere", 404), ("/assets/office.css", 200)] {
        let answer = browser.get(path).await.expecting(status);
        assert_eq!(answer.headers["strict-transport-security"], "max-age=63072000; includeSubDomains", "{path}");
    }
    // The pages are the same ones; only this header and the cookies know about TLS.
    let mut block = header_block(&browser.get("/").await);
    block = block.replace("\nstrict-transport-security: max-age=63072000; includeSubDomains", "");
    assert_eq!(block, header_block(&office.browser().get("/").await));
}

/// S7
#[tokio::test(flavor = "multi_thread")]
async fn a_page_an_asset_and_a_problem_carry_exactly_these_headers() {
    let office = Office::open(NOW).await;
    let organizer = office.organizer().await;
    insta::assert_snapshot!(header_block(&organizer.get("/team").await), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    permissions-policy: camera=(), geolocation=(), microphone=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    ");
    let home = organizer.get("/").await.page();
    let stylesheet = home.attributes("link[rel=stylesheet]", "href").pop().unwrap();
    insta::assert_snapshot!(header_block(&organizer.get(&stylesheet).await), @r"
    200
    cache-control: public, max-age=31536000, immutable
    content-security-policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    content-type: text/css; charset=utf-8
    cross-origin-opener-policy: same-origin
    permissions-policy: camera=(), geolocation=(), microphone=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    ");
    insta::assert_snapshot!(header_block(&organizer.get("/nowhere").await), @r"
    404
    cache-control: no-store
    content-security-policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    permissions-policy: camera=(), geolocation=(), microphone=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    ");
}

/// S7: the address of a file that may be kept for good changes with its content.
#[tokio::test(flavor = "multi_thread")]
async fn only_files_whose_address_changes_with_them_may_be_kept_and_only_under_the_address_of_what_they_are() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    let home = browser.get("/").await.page();
    let mut kept =
        [home.attributes("link[rel=stylesheet]", "href"), home.attributes("link[rel=icon]", "href")].concat();
    assert_eq!(kept.len(), 2);
    kept.push(web::layout::script_address().to_owned());
    for address in kept {
        let (path, version) = address.split_once("?v=").unwrap_or_else(|| panic!("{address} names no version"));
        let answer = browser.get(&address).await.expecting(200);
        assert_eq!(answer.headers["cache-control"], "public, max-age=31536000, immutable");
        // A page of another version, still open somewhere, is served, and nothing on the way keeps this under its address.
        for other in [path.to_owned(), format!("{path}?v=0{version}"), format!("{address}&v=2")] {
            let stand_in = browser.get(&other).await.expecting(200);
            assert_eq!(
                (&stand_in.headers["cache-control"], &stand_in.body),
                (&"no-store".parse().unwrap(), &answer.body)
            );
        }
    }
    for missing in ["/assets/office.js", "/assets/..%2F..%2FCargo.toml", "/assets/"] {
        let answer = browser.get(missing).await.expecting(404);
        assert_eq!(answer.headers["cache-control"], "no-store", "{missing}");
    }
}

/// No script but the one that posts files, no style of its own, nothing loaded from elsewhere: the policy would break a
/// page that had them.
fn assert_inert(body: &str, what: &str) {
    let script = format!("<script src=\"{}\" defer></script>", web::layout::script_address());
    let without = body.replacen(&script, "", 1);
    assert!(without == body || body.contains("enctype=\"multipart/form-data\""), "{what} posts no file");
    let body = without.as_str();
    for inline in
        ["<script", "<style", " style=", "javascript:", " onclick=", " onload=", "<iframe", "<object", "<base"]
    {
        assert!(!body.contains(inline), "{what} has {inline}: {body}");
    }
    for start in [" src=\"", "<link rel=\"stylesheet\" href=\"", "<link rel=\"icon\" href=\""] {
        for rest in body.split(start).skip(1) {
            let loaded = rest.split('"').next().unwrap();
            // Beside files of the house, the small pictures made of what people sent.
            assert!(loaded.starts_with("/assets/") || loaded.ends_with("/preview"), "{what} loads {loaded}");
        }
    }
}

fn assert_protected(answer: &Answer, what: &str) {
    let header = |name: &str| {
        let mut values = answer.headers.get_all(name).iter();
        let value = values.next().unwrap_or_else(|| panic!("{what} lacks {name}")).to_str().unwrap().to_owned();
        assert_eq!(values.next(), None, "{what} says {name} twice");
        value
    };
    let policy = header("content-security-policy");
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    let directives: BTreeMap<_, _> =
        policy.split(';').filter_map(|directive| directive.trim().split_once(' ')).collect();
    for (directive, value) in [
        ("default-src", "'none'"),
        ("style-src", "'self'"),
        ("object-src", "'none'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
    ] {
        assert_eq!(directives.get(directive), Some(&value), "{what}: {policy}");
    }
    // A form that posts a file goes to the bucket, and no other form leaves this origin.
    let page = Page::of(&answer.body);
    let bucket = page.attributes("form[enctype='multipart/form-data']", "action").pop();
    let (forms_go_to, scripts, connections) = match bucket.as_deref().and_then(|action| action.rsplit_once('/')) {
        Some((origin, _)) => (format!("'self' {origin}"), "'self'", Some(format!("'self' {origin}"))),
        // Asked for its headers alone, the page has no form to show.
        None if answer.body.is_empty() && policy.contains("form-action 'self' http://localhost:") => {
            let to = directives["form-action"].to_owned();
            (to.clone(), "'self'", Some(to))
        }
        None => ("'self'".to_owned(), "'none'", None),
    };
    assert_eq!(directives.get("form-action"), Some(&forms_go_to.as_str()), "{what}: {policy}");
    assert_eq!(directives.get("script-src"), Some(&scripts), "{what}: {policy}");
    assert_eq!(directives.get("connect-src").copied(), connections.as_deref(), "{what}: {policy}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("x-frame-options"), "DENY", "{what}");
    assert_eq!(header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(header("cache-control"), "no-store", "{what}");
    assert!(!answer.headers.contains_key("server") && !answer.headers.contains_key("x-powered-by"), "{what}");
}
