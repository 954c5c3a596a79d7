//! The papers of a request for funds.

use crate::quarter::plan_of;
use crate::stage::{Done, Stage};
use program::{Money, Way};
use specification::{MAUTIC, files, funds};

/// An invoice is handed in, written anew, gets a file, loses it, gets another, and all is handed over; another invoice is
/// taken back.
pub(crate) async fn papers() -> Stage {
    let mut stage = Stage::open(MAUTIC).await;
    let amara = stage.ambassador("Amara Okafor", "amara@example.org").await;
    let activity = amara.send(&plan_of(&amara, "Evening of segments").await).await.expecting(303).location();
    let activity = activity.rsplit('/').next().unwrap().parse().unwrap();
    let amount = Money::parse("60", "EUR".parse().unwrap()).unwrap();
    let request = funds::approved(stage.store(), "amara@example.org", activity, Way::Direct, &[amount]).await;
    let request = format!("/me/funding/{request}");
    let mut kept = Vec::new();
    for vendor in ["Mama Cass", "Buka Express"] {
        let new = amara.get(&format!("{request}/invoices/new")).await.expecting(200).page();
        let mut form = new.form(&format!("{request}/invoices"));
        for (field, value) in [("vendor", vendor), ("date", "2026-05-19"), ("currency", "EUR"), ("amount", "70")] {
            form.fill(field, value);
        }
        kept.push(stage.sends(&amara, &form).await.expecting(303).location());
    }
    let (invoice, other) = (&kept[0], &kept[1]);
    let removal = amara.get(other).await.expecting(200).page().form(&format!("{other}/remove"));
    stage.sends(&amara, &removal).await.expect(303);
    let mut form = amara.get(invoice).await.expecting(200).page().form(invoice);
    form.fill("amount", "55");
    stage.sends(&amara, &form).await.expect(303);
    for label in ["first", "second"] {
        let key = amara.get(invoice).await.expecting(200).page().form("office").value("key").unwrap().to_owned();
        let content = files::pdf(label, 1);
        stage.store().files().put(&key, "application/octet-stream", content.clone()).await.unwrap();
        let arriving = amara.get(&format!("{request}/papers")).await.expecting(200).page().text();
        assert!(arriving.contains("A file is being looked at"), "{arriving}");
        stage.receives(&key, content.len() as u64).await;
        if label == "first" {
            let file = amara.get(invoice).await.expecting(200).page().link("File 1");
            let removal = amara.get(invoice).await.expecting(200).page().form(&format!("{file}/remove"));
            stage.sends_by(Done::ByPieces, &amara, &removal).await.expect(303);
        }
    }
    // Where they are paid to is kept on with it, in the same transaction.
    funds::details(stage.store(), "amara@example.org", "0123456789").await;
    let hand_over = amara.get(&format!("{request}/papers")).await.expecting(200).page().form("/complete");
    stage.sends(&amara, &hand_over).await.expect(303);
    stage
}
