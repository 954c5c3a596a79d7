//! The board of a large tranche: how much is read for one page, and how long that takes.

use crate::{NOW, applies, in_tranches, many};
use chancery::folder::Folder;
use chancery::office::Records;
use program::Settings;
use specification::office::email;
use specification::{Browser, Wire, instant};
use std::time::Instant;
use store::audit::Actor;
use store::{Clock, Store};

/// Countries and languages go round, so that every order has something in it.
const COUNTRIES: [&str; 5] = ["Nigeria", "Germany", "Korea", "Brazil", "India"];

/// O4, D6: the requests are counted, because they do not vary; the time is looked at where the build is a release.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_board_reads_no_more_than_it_shows_however_many_have_applied() {
    let settings = Settings::read(&in_tranches()).unwrap();
    let records = Records::open(Folder::temporary().unwrap(), Clock::starting_at(instant(NOW)), None).await.unwrap();
    let store = &records.store;
    store.add_settings(&in_tranches(), 0, Actor::Operator).await.unwrap();
    store.invite_first_organizer(&email("organizer@example.org"), "en").await.unwrap();
    let organizer = store.person(&email("organizer@example.org")).await.unwrap().unwrap();
    let session = store.sign_in_without_link(&organizer).await.unwrap();

    let wire = Wire::to(&records.place().tables_url).await;
    let through = wire.store(records.place(), store.clock().clone()).await;
    let url = serve(through).await;
    let browser = Browser::new(&url).with_cookie("session", session.reveal());

    let count = many(130);
    let mut measured = Vec::new();
    let mut applied = 0;
    for until in [60, count] {
        while applied < until {
            let language = if applied.is_multiple_of(2) { "English" } else { "French" };
            let from = (COUNTRIES[applied % COUNTRIES.len()], language);
            let id = applies(store, &settings, applied, from).await;
            store.confirm(id, &settings).await.unwrap();
            applied += 1;
        }
        // The settings are kept for half a minute; the first page reads them.
        browser.get("/team/applications?round=spring").await.expect(200);
        for (order, rows) in [
            ("", 50),
            ("&order=score", 0),
            ("&country=Nigeria", (until / 5).min(50)),
            ("&language=en", (until / 2).min(50)),
        ] {
            wire.asked();
            let page = browser.get(&format!("/team/applications?round=spring{order}")).await.expect(200).page();
            let asked = wire.asked();
            assert_eq!(page.texts_of("tbody tr").len(), rows, "{order}");
            let looked_at: Vec<_> = asked.iter().filter_map(|asked| asked.looked_at).collect();
            assert!(looked_at.iter().all(|looked_at| *looked_at <= 50), "{order}: {asked:?}");
            let operations: Vec<_> = asked.into_iter().map(|asked| asked.operation).collect();
            measured.push((order, operations));
        }
    }
    // The session, the page of applications, which of them one has scored, who else is in their territories.
    for (order, operations) in &measured {
        assert_eq!(operations, &["GetItem", "Query", "BatchGetItem", "BatchGetItem"], "{order}");
    }
    let mut took: Vec<_> = Vec::new();
    for _ in 0..21 {
        let began = Instant::now();
        browser.get("/team/applications?round=spring").await.expect(200);
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    println!("a page of the board of {count} applications: median {:.1} ms, slowest {:.1} ms", took[10], took[20]);
    if !cfg!(debug_assertions) {
        assert!(took[10] < 150.0, "{took:?}");
    }
    records.close().await.unwrap();
}

async fn serve(store: Store) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let office = web::Office::new(store, url.parse().unwrap());
    let app = selection::routes().router(office);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}
