//! Paying requests for funds: papers are checked, batches put together, taken apart, marked as paid, and a payment comes
//! back (clauses C7, M14, R8).

use crate::stage::{Done, Stage};
use program::{FundingId, Way};
use specification::funds::{billed, checked, documented, handed_over, payable};
use specification::{Browser, MAUTIC, files};

const AMARA: &str = "amara@example.org";
const BATCHES: &str = "/team/funding/batches";

async fn treasurer(stage: &Stage) -> Browser {
    let organizer = stage.organizer().await;
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", "ines@example.org");
    form.fill("treasurer", "yes");
    organizer.send(&form).await.expect(303);
    stage.signed_in("ines@example.org").await
}

/// Where somebody is paid to is entered, entered anew, looked at and erased.
pub(crate) async fn details() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", AMARA).await;
    let ines = treasurer(&stage).await;
    let page = "/me/funding/payment-details";
    for account in ["DE89 3704 0044 0532 0130 00", "GB82 WEST 1234 5698 7654 32"] {
        let mut form = amara.get(page).await.expect(200).page().form(page);
        form.fill("holder", "Amara Okafor");
        form.fill("account", account);
        stage.sends(&amara, &form).await.expect(303);
    }
    let person = stage.store().person(&specification::office::email(AMARA)).await.unwrap().unwrap();
    let look = format!("/team/funding/payment-details/{}", person.ambassador.unwrap());
    stage.posts(Done::AtOnceAndAnew, &ines, &look, &[]).await.expect(200);
    stage.posts(Done::AtOnce, &amara, &format!("{page}/erase"), &[]).await.expect(303);
    stage
}

/// The fields that put a batch together.
async fn ticked(browser: &Browser, requests: &[FundingId]) -> Vec<(&'static str, String)> {
    let form = browser.get("/team/funding/payable").await.expect(200).page().form(BATCHES);
    let key = form.fields().find(|(name, _)| *name == "key").unwrap().1.to_owned();
    let ids = requests.iter().map(|id| ("request", id.to_string()));
    [("key", key)].into_iter().chain(ids).collect()
}

pub(crate) async fn batches() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    stage.ambassador("Amara Okafor", AMARA).await;
    let ines = treasurer(&stage).await;

    let pizza = documented(stage.store(), AMARA, "Pizza for Lagos", "60").await;
    let drinks = payable(stage.store(), AMARA, "Drinks for Abuja", "20").await;
    billed(stage.store(), drinks, "Mama Cass", &files::pdf("drinks", 1)).await;
    specification::funds::details(stage.store(), AMARA, "DE89 3704 0044 0532 0130 00").await;
    let cake = handed_over(stage.store(), AMARA, "Cake for Jos", "10", Way::Reimbursement).await;
    let cake = checked(stage.store(), cake, "10").await;
    let check = format!("/team/funding/{pizza}/check");
    let check = ines.get(&check).await.expect(200).page().form("/check");
    stage.sends(&ines, &check).await.expect(303);

    let fields = ticked(&ines, &[pizza, drinks]).await;
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let batch = stage.posts(Done::AtOnce, &ines, BATCHES, &fields).await.expect(303).location();
    let out = [("request", &*pizza.to_string())];
    stage.posts(Done::AtOnce, &ines, &format!("{batch}/leave-out"), &out).await.expect(303);
    stage.posts(Done::AtOnce, &ines, &format!("{batch}/undo"), &[]).await.expect(303);

    let fields = ticked(&ines, &[pizza, drinks, cake]).await;
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let batch = ines.post(BATCHES, &fields).await.expect(303).location();
    stage.posts(Done::AtOnceAndAnew, &ines, &format!("{batch}/list"), &[]).await.expect(200);
    let ask = ines.get(&batch).await.expect(200).page().form("/files");
    let made = stage.sends(&ines, &ask).await.expect(303).location();
    let mut parts = made.split('/').skip(4);
    let (id, job) = (parts.next().unwrap().parse().unwrap(), parts.nth(1).unwrap().parse().unwrap());
    stage.hears_of_files(id, job).await;
    ines.get(&format!("{made}/archive")).await.expect(303);

    let (import, list) = (format!("{batch}/import"), format!("request,reference,date\n{drinks},SEPA 40,2026-05-19\n"));
    stage.posts(Done::AtOnce, &ines, &import, &[("list", &list)]).await.expect(200);
    stage.posts(Done::AtOnce, &ines, &import, &[("list", &list), ("seen", "yes")]).await.expect(303);

    let mut pay = ines.get(&batch).await.expect(200).page().form("/pay");
    pay.fill("reference", "SEPA 41");
    stage.sends_by(Done::ByPieces, &ines, &pay).await.expect(303);

    let back = format!("/team/funding/{pizza}/came-back");
    let mut back = ines.get(&back).await.expect(200).page().form("/came-back");
    back.fill("reason", "The account was closed.");
    stage.sends(&ines, &back).await.expect(303);
    stage
}
