//! Ways through the office that change little, and show what no workflow happens to: whoever comes back after a while, a
//! quarter closed by the settings it ended with, pictures, lists in another order.

use crate::funding::with_a_treasurer;
use crate::quarter::plan_of;
use crate::stage::Stage;
use chancery::office::routes;
use chrono::Duration;
use http::Method;
use program::Way;
use specification::funds::{self, euros};
use specification::template::Template;
use specification::{Browser, MAUTIC, files};
use store::audit::Actor;

const AMARA: &str = "amara@example.org";

/// An ambassador and an organizer come back after some time, to each of the functions.
pub(crate) async fn after_a_while() -> Stage {
    let stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let organizer = stage.organizer().await;
    for (function, _) in Template::read().functions() {
        for browser in [&amara, &organizer] {
            let all = routes();
            let pages = all.iter().filter(|route| route.function == function.to_lowercase());
            let pages = pages.filter(|route| route.method == Method::GET && !route.path.contains('{'));
            stage.store().clock().advance(Duration::minutes(20));
            for page in pages {
                if browser.get(page.path).await.status == 200 {
                    break;
                }
            }
        }
    }
    stage
}

/// A quarter that somebody organized something in with somebody else ends, and is closed by the settings it ended with.
pub(crate) async fn under_other_settings() -> Stage {
    let program = MAUTIC.replace("started_on = 2026-01-01", "started_on = 2026-04-01");
    let mut stage = Stage::open(&program).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let kofi = stage.ambassador("Kofi Mensah", "kofi@example.org").await;
    let activity = crate::together::with_a_photo(&mut stage, &amara, &kofi).await;
    stage.organizer().await.get(&crate::together::for_the_team(&stage, &activity).await).await.expect(200);
    stage.clock_moves_to("2026-07-20T09:00:00Z");
    stage.store().begin_closing("2026-Q2".parse().unwrap(), 1).await.unwrap();
    stage.store().add_settings(&format!("{program}\n"), 1, Actor::Operator).await.unwrap();
    stage.keeps_the_calendar().await;
    stage.sums_up().await;
    stage
}

/// The board in each of its orders, and the letters of a quarter that began and went out.
pub(crate) async fn lists_in_another_order() -> Stage {
    let stage = crate::quarter::calendar().await;
    let organizer = stage.organizer().await;
    for list in
        ["/team/applications?order=score", "/team/applications?language=English", "/team/quarters/2026-Q2/letters"]
    {
        organizer.get(list).await.expect(200);
    }
    stage
}

/// Pictures of an invoice and of its use are looked at by whoever handed them in and by a treasurer; then the request is
/// taken back for good.
pub(crate) async fn papers_with_pictures() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let ines = with_a_treasurer(&mut stage).await;
    let activity = amara.send(&plan_of(&amara, "Evening of segments").await).await.expecting(303).location();
    let activity = activity.rsplit('/').next().unwrap().parse().unwrap();
    let id = funds::approved(stage.store(), AMARA, activity, Way::Reimbursement, &[euros("60")]).await;
    let request = format!("/me/funding/{id}");
    let new = amara.get(&format!("{request}/invoices/new")).await.expecting(200).page();
    let mut form = new.form(&format!("{request}/invoices"));
    for (field, value) in [("vendor", "Mama Cass"), ("date", "2026-05-19"), ("currency", "EUR"), ("amount", "60")] {
        form.fill(field, value);
    }
    let invoice = amara.send(&form).await.expecting(303).location();
    for (page, label) in [(invoice, "first"), (format!("{request}/evidence"), "second")] {
        posts(&mut stage, &amara, &page, label).await;
        amara.get(&page).await.expect(200);
    }
    ines.get(&format!("/team/funding/{id}/papers")).await.expect(200);
    let withdraw = amara.get(&request).await.expecting(200).page().form("/withdraw");
    amara.send(&withdraw).await.expect(303);
    stage
}

/// A picture is posted from this page, which the bucket tells of.
async fn posts(stage: &mut Stage, browser: &Browser, page: &str, label: &str) {
    let key = browser.get(page).await.expecting(200).page().form("office").value("key").unwrap().to_owned();
    let content = files::picture(label);
    let size = content.len() as u64;
    stage.store().files().put(&key, "application/octet-stream", content).await.unwrap();
    stage.receives(&key, size).await;
}

/// A treasurer looks at each request of somebody one of whose is paid: what that came to is shown beside the others. Long
/// after, where somebody is paid to who never was is kept no more.
pub(crate) async fn requests_beside_a_paid_one() -> Stage {
    let mut stage = crate::payments::batches().await;
    let ines = stage.signed_in("ines@example.org").await;
    let amara = stage.store().person(&specification::office::email(AMARA)).await.unwrap().unwrap();
    for request in stage.store().funding_of(amara.ambassador.unwrap()).await.unwrap() {
        ines.get(&format!("/team/funding/{}", request.value.id)).await.expect(200);
    }
    stage.ambassador("Kofi Mensah", "kofi@example.org").await;
    funds::details(stage.store(), "kofi@example.org", "DE89 3704 0044 0532 0130 00").await;
    stage.store().clock().advance(Duration::days(40));
    stage.keeps_the_calendar().await;
    stage
}
