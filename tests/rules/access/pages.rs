//! Pages as they were looked at: a change of their markup is seen before it lands.

use crate::people::NOW;
use specification::{Answer, Office};

/// P2, P8
#[tokio::test(flavor = "multi_thread")]
async fn a_form_a_wrong_form_and_a_problem_are_the_pages_that_were_looked_at() {
    let office = Office::open(NOW).await;
    let browser = office.browser();
    insta::assert_snapshot!("a_form", markup(&browser.get("/sign-in").await));
    let wrong = [("name", "<b>Amara</b>"), ("email", "amara@"), ("country", "Atlantis"), ("consent", "yes")];
    insta::assert_snapshot!("a_wrong_form", markup(&browser.post("/apply", &wrong).await));
    insta::assert_snapshot!("a_problem", markup(&browser.get("/nowhere").await));
}

/// The page with each element on a line of its own, without what differs from one office to the next: the version in an
/// asset's address, the form's key, and the list of countries, which is long and tested elsewhere.
fn markup(answer: &Answer) -> String {
    let mut lines = Vec::new();
    let mut in_list = false;
    for line in answer.body.replace("><", ">\n<").lines() {
        in_list = (in_list || line.starts_with("<datalist")) && !line.starts_with("</datalist");
        if in_list && line.starts_with("<option") {
            continue;
        }
        let line = match line.split_once("?v=") {
            Some((before, after)) => format!("{before}?v=…{}", after.trim_start_matches(|c: char| c.is_alphanumeric())),
            None => line.to_owned(),
        };
        let is_key = line.contains("type=\"hidden\" name=\"key\"");
        lines.push(if is_key { "<input type=\"hidden\" name=\"key\" value=\"…\">".to_owned() } else { line });
    }
    lines.join("\n")
}
