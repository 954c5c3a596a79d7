//! Every sentence people read is in a message file, and every message there is read by somebody (clause M24).

use crate::people::{NOW, applies, same_reader};
use crate::problems::Troubles;
use chancery::office::routes;
use http::Method;
use program::proposal::Cause;
use program::text::Text;
use program::{Country, Proposal};
use scraper::{Html, Selector};
use specification::{Browser, MAUTIC, Office};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use store::audit::Actor;
use words::{Locale, Words};

const ACCENTED: &str = "en-XA";

/// M24
#[tokio::test(flavor = "multi_thread")]
async fn no_page_shows_a_word_that_is_in_no_message_file() {
    let office = Office::of(NOW, &greek(MAUTIC)).await;
    applies(&office, "Ελένη Δημητρίου", "eleni@example.org", "Greece").await;
    let applicant = office.signed_in("eleni@example.org").await;
    let ambassador = office.ambassador("ნინო ბერიძე", "nino@example.org", "Georgia").await;
    // Things in every state: reported in full and in part, planned, cancelled, of a kind that does not count.
    let mut activities = Vec::new();
    for (kind, title, day) in [
        ("events", "შეხვედრა", "2026-05-18"),
        ("content", "სტატია", "2026-05-19"),
        ("networking", "საუბარი", "2026-05-17"),
        ("talks", "მოხსენება", "2026-06-24"),
        ("support", "დახმარება", "2026-06-25"),
    ] {
        let mut plan = ambassador.get("/me/activities/new").await.expect(200).page().form("/me/activities");
        let both = if kind == "talks" { "both" } else { "in_person" };
        for (field, value) in
            [("kind", kind), ("title", title), ("starts_on", day), ("place", both), ("city", "თბილისი")]
        {
            plan.fill(field, value);
        }
        plan.fill("link", "https://example.org/some/page");
        activities.push(ambassador.send(&plan).await.expect(303).location());
    }
    for (number, fields) in [
        (
            0,
            &[
                ("goal", "მიზანი"),
                ("registrations", "4"),
                ("attendees", "3"),
                ("hours_to_organize", "1"),
                ("hours_to_execute", "1"),
            ][..],
        ),
        (1, &[("audience", "ყველა"), ("views_is", "unknown")]),
        (2, &[("goal", "მიზანი")]),
    ] {
        let mut report = ambassador.get(&activities[number]).await.expect(200).page().form("/report");
        for (field, value) in fields {
            report.fill(field, value);
        }
        for (field, value) in [("metric_1_what", "ღიმილი"), ("metric_1_count", "5"), ("practical", "ყველა")]
        {
            report.fill(field, value);
        }
        ambassador.send(&report).await.expect(303);
    }
    let cancel = ambassador.get(&activities[4]).await.expect(200).page().form("/cancel");
    ambassador.send(&cancel).await.expect(303);
    let organizer = office.organizer().await;

    let visitor = accented(&office, &office.browser());
    let (applicant, ambassador, organizer) =
        (accented(&office, &applicant), accented(&office, &ambassador), accented(&office, &organizer));
    let board = organizer.get("/team/applications").await.expecting(200).body;
    let application = board.split("/team/applications/").nth(1).unwrap()[..36].to_owned();
    let list = organizer.get("/team/ambassadors").await.expecting(200).body;
    let of_nino = list.split("/team/ambassadors/").nth(1).unwrap()[..36].to_owned();
    let of_the_article = activities[1].rsplit('/').next().unwrap().to_owned();
    hands_in_and_reviews(&ambassador, &organizer, &of_nino, &activities[1]).await;
    let list = organizer.get("/team/people").await.expecting(200).body;
    let of_the_organizer = list.split("/team/people/").nth(1).unwrap()[..36].to_owned();
    let of_activity = activities[1].replace("/me/activities", &format!("/team/activities/{of_nino}"));
    let mut question = organizer.get(&of_activity).await.expect(200).page().form("/questions");
    question.fill("question", "როგორ?");
    organizer.send(&question).await.expect(303);
    let mut answer = ambassador.get(&activities[1]).await.expect(200).page().form("/answers");
    answer.fill("answer", "ასე.");
    ambassador.send(&answer).await.expect(303);
    let request = asks_for_funds(&ambassador, &of_the_article).await;
    let cause = Cause::AskedToReturn { words: Text::parse("ისევ").ok() };
    let proposal = Proposal::new(of_nino.parse().unwrap(), None, cause, office.store().clock().now());
    assert!(office.store().propose(&proposal, Actor::Schedule, None).await.unwrap());
    let asked = proposal.id.to_string();
    answers_no(&organizer).await;
    for sharing in ["signed", "private"] {
        let fields = [("text", "σκέψη"), ("sharing", sharing), ("name", "Ελένη"), ("email", "eleni@example.org")];
        visitor.post("/feedback", &fields).await.expect(303);
    }
    let mut strays = Strays::default();
    // Assets, and the forms a script asks for, are in no language.
    let is_read = |path: &str| !path.starts_with("/assets/") && !path.ends_with("/sign");
    for route in routes().iter().filter(|route| route.method == Method::GET && is_read(route.path)) {
        let mut paths =
            vec![route.path.replace("{quarter}", "2026-Q2").replace("{token}", "0").replace("{country}", "GE")];
        if route.path.starts_with("/me/activities/{id}") {
            paths = activities.iter().map(|activity| route.path.replace("/me/activities/{id}", activity)).collect();
        }
        for path in paths {
            let id = match path.as_str() {
                path if path.starts_with("/team/applications/") => &application,
                path if path.starts_with("/team/people/") => &of_the_organizer,
                path if path.starts_with("/team/proposals/") => &asked,
                path if path.contains("/funding/") => &request,
                _ => &of_nino,
            };
            let path = path.replace("{ambassador}", &of_nino).replace("{activity}", &of_the_article);
            let path = path.replace("{id}", id);
            for browser in [&visitor, &applicant, &ambassador, &organizer] {
                strays.look(&path, &browser.get(&path).await.body);
            }
        }
    }
    for state in ["received", "in_pool", "unconfirmed", "accepted", "declined"] {
        let path = format!("/team/applications?column={state}");
        strays.look(&path, &organizer.get(&path).await.expecting(200).body);
    }
    // Forms that come back with something wrong in every field.
    let choose = format!("/me/funding/new?activity={of_the_article}");
    strays.look("a request for funds", &ambassador.get(&choose).await.expecting(200).body);
    let wrong = [("activity", of_the_article.as_str()), ("what_1", "…"), ("amount_1", "…"), ("currency_1", "…")];
    strays.look("an empty request", &ambassador.post("/me/funding", &wrong).await.expecting(422).body);
    let (ask, decide) = (format!("/team/funding/{request}/questions"), format!("/team/funding/{request}/decision"));
    strays.look("an empty question about funds", &organizer.post(&ask, &[]).await.expecting(422).body);
    strays.look("a decision that is the treasurer's", &organizer.post(&decide, &[]).await.expecting(409).body);
    strays.look("an empty application", &visitor.post("/apply", &[]).await.expecting(422).body);
    strays.look("a program's application", &visitor.post("/apply", &[("website", "…")]).await.expecting(409).body);
    strays.look("an empty nomination", &visitor.post("/apply/nominate", &[]).await.expecting(422).body);
    strays.look("an empty contribution", &visitor.post("/contribute", &[]).await.expecting(422).body);
    let mut proposal = visitor.get("/apply/nominate").await.expect(200).page().form("/apply/nominate");
    for (field, value) in
        [("name", "Ελένη"), ("nominee", "Νίκη"), ("nominee_email", "niki@example.org"), ("words", "Ναι")]
    {
        proposal.fill(field, value);
    }
    visitor.send(&proposal).await.expect(303);
    let nominated = office.wait_for_letter("niki@example.org", 0).await.link("/apply/nominated/");
    strays.look("a nomination", &visitor.get(&nominated).await.expecting(200).body);
    strays.look("a refused nomination", &visitor.post(&nominated, &[]).await.expecting(200).body);
    strays.look("no address", &visitor.post("/sign-in", &[("email", "…")]).await.expecting(422).body);
    let wrong = [("ends_on", "…"), ("country", "…"), ("place", "both"), ("link", "…")];
    strays.look("an empty plan", &ambassador.post("/me/activities", &wrong).await.expecting(422).body);
    let (report, decision) =
        (format!("{}/report", activities[0]), format!("/team/applications/{application}/decision"));
    let wrong = [("registrations", "…"), ("attendees", "1"), ("attendees_is", "unknown"), ("hours_to_execute", "…")];
    strays.look("a wrong report", &ambassador.post(&report, &wrong).await.expecting(422).body);
    strays
        .look("an old report", &ambassador.post(&report, &[("version", "1"), ("goal", "…")]).await.expecting(409).body);
    let (decide, pause) = (format!("/team/proposals/{asked}"), format!("/team/ambassadors/{of_nino}/pause"));
    let end_term = format!("/team/ambassadors/{of_nino}/end-term");
    for path in ["/me/pause", "/me/check-in/2026-Q2", &pause] {
        let wrong = [("from", "…"), ("until", "2026-01-01"), ("answer", "…"), ("version", "0")];
        let browser = if path == pause { &organizer } else { &ambassador };
        strays.look(path, &browser.post(path, &wrong).await.expecting(422).body);
    }
    for path in [decide.as_str(), &end_term, "/team/people/leaders"] {
        strays.look(path, &organizer.post(path, &[]).await.expecting(422).body);
    }
    strays
        .look("a second look", &ambassador.post("/me/step-down", &[("words", "ნახვამდის")]).await.expecting(200).body);
    for (path, field) in [("/me/pause", "until"), ("/me/check-in/2026-Q2", "words")] {
        let mut form = ambassador.get(path).await.expect(200).page().form(path);
        if path == "/me/pause" {
            form.fill(field, "2026-06-01");
        } else {
            form.fill("answer", "nothing");
            form.fill(field, "…");
        }
        ambassador.send(&form).await.expect(303);
        strays.look(path, &ambassador.get(path).await.expecting(200).body);
    }
    let fields = [("version", "1"), ("what", "talk"), ("reason", "…")];
    organizer.post(&decide, &fields).await.expect(303);
    organizer
        .post("/team/people/leaders", &[("leader_name", "Νίκη"), ("leader_email", "n@example.org"), ("group", "Ομάδα")])
        .await
        .expect(303);
    for path in [decide.as_str(), &format!("/team/ambassadors/{of_nino}"), "/team/people", "/team"] {
        strays.look(path, &organizer.get(path).await.expecting(200).body);
    }
    strays.look("an early report", &{
        let early = format!("{}/report", activities[3]);
        ambassador.post(&early, &[("version", "1")]).await.expecting(409).body
    });
    strays.look("no decision", &organizer.post(&decision, &[]).await.expecting(422).body);
    let taken = [("version", "9"), ("outcome", "decline"), ("reason", "…"), ("words", "…")];
    strays.look("a decision on something old", &organizer.post(&decision, &taken).await.expecting(409).body);
    strays.look("nobody invited", &organizer.post("/team/people", &[]).await.expecting(422).body);
    let again = [("email", "organizer@example.org"), ("organizer", "yes")];
    strays.look("somebody who is here", &organizer.post("/team/people", &again).await.expecting(409).body);
    strays.look("nothing answered", &organizer.post("/team/readiness", &[]).await.expecting(422).body);
    let goal = greek(&MAUTIC.replace("goal = 2", "goal = 0"));
    let other = [("document", &*goal), ("version", "1"), ("do", "look")];
    strays.look("other settings", &organizer.post("/team/settings", &other).await.expecting(200).body);
    strays.look("empty feedback", &visitor.post("/feedback", &[("email", "…")]).await.expecting(422).body);
    let roles = format!("/team/people/{of_the_organizer}/roles");
    strays.look("the only organizer", &organizer.post(&roles, &[("version", "1")]).await.expecting(409).body);
    let old = [("version", "9"), ("reviewer", "yes")];
    strays.look("roles changed meanwhile", &organizer.post(&roles, &old).await.expecting(409).body);
    // The next quarter, with this one closed, and people who were told so.
    office.clock_moves_to("2026-07-16T09:00:00Z").await;
    for (address, paths) in [
        ("nino@example.org", &["/me", "/me/activities"][..]),
        ("organizer@example.org", &["/team", "/team/quarters", "/team/quarters/2026-Q2", "/team/quarters/2026-Q3"]),
    ] {
        let browser = accented(&office, &office.signed_in(address).await);
        for path in paths {
            strays.look(path, &browser.get(path).await.expecting(200).body);
        }
    }
    let nobody = strays.none(60);
    assert_eq!(nobody, BTreeMap::new());
}

/// M24
#[tokio::test(flavor = "multi_thread")]
async fn no_page_before_the_intake_opens_shows_a_word_that_is_in_no_message_file() {
    let office = Office::before_the_intake_opens(NOW, &greek(MAUTIC)).await;
    let organizer = accented(&office, &office.organizer().await);
    let visitor = accented(&office, &office.browser());
    let mut strays = Strays::default();
    for path in ["/", "/apply"] {
        strays.look(path, &visitor.get(path).await.expecting(200).body);
    }
    strays.look("an early application", &visitor.post("/apply", &[("name", "Ελένη")]).await.expecting(409).body);
    strays.look("a desk before the intake opens", &organizer.get("/team").await.expecting(200).body);
    strays.look("nothing answered yet", &organizer.get("/team/readiness").await.expecting(200).body);
    answers_no(&organizer).await;
    let page = organizer.get("/team/readiness").await.expecting(200);
    strays.look("not yet", &page.body);
    organizer.send(&page.page().form("/team/readiness/open")).await.expect(303);
    strays.look("open", &organizer.get("/team/readiness").await.expecting(200).body);
    assert_eq!(strays.none(7), BTreeMap::new());
}

/// Hands in a draft of an article and says that it is to be changed, then hands it in once more.
async fn hands_in_and_reviews(author: &Browser, organizer: &Browser, ambassador: &str, activity: &str) {
    let hand_in = async || {
        let mut draft = author.get(activity).await.expect(200).page().form("/draft");
        draft.fill("draft_link", "https://example.org/draft");
        author.send(&draft).await.expect(303);
    };
    hand_in().await;
    let id = activity.rsplit('/').next().unwrap();
    let page = format!("/team/activities/{ambassador}/{id}");
    let mut review = organizer.get(&page).await.expect(200).page().form("/draft");
    review.fill("verdict", "change");
    review.fill("words", "σύντομα");
    organizer.send(&review).await.expect(303);
    hand_in().await;
}

/// Answers the five questions of readiness with no, and a note.
async fn answers_no(organizer: &Browser) {
    let mut form = organizer.get("/team/readiness").await.expect(200).page().form("/team/readiness");
    for field in ["answering", "talks", "supported", "product", "staff"] {
        form.fill(field, "no");
    }
    form.fill("staff_note", "σύντομα");
    organizer.send(&form).await.expect(303);
}

/// M24, P8: the people in these offices have English names, so only what the office itself says is looked at.
#[tokio::test(flavor = "multi_thread")]
async fn no_problem_page_shows_a_word_that_is_in_no_message_file() {
    let mut strays = Strays::default();
    for (what, status, answer) in &Troubles::meet(ACCENTED).await.all {
        assert_eq!(answer.status, *status, "{what}");
        let data = ["Mautic Ambassadors", "Mautic", "Amara Okafor", "Chancery"];
        let body = data.iter().fold(answer.body.clone(), |body, word| body.replace(word, "…"));
        strays.look(what, &body);
    }
    assert_eq!(strays.none(15), BTreeMap::new());
}

/// M24
#[tokio::test(flavor = "multi_thread")]
async fn the_page_behind_the_scenes_shows_no_word_that_is_in_no_message_file() {
    let office = Office::with(NOW, &greek(MAUTIC), |options| options.demo = true).await;
    let browser = office.browser().in_language(ACCENTED);
    browser.post("/local/sign-in", &[("role", "organizer")]).await.expect(303);
    let letter = office.letters().await.into_iter().next().map(|letter| letter.file);
    let mut strays = Strays::default();
    strays.look("/local", &without(&browser.get("/local").await.expecting(200).body, "tbody"));
    if let Some(file) = letter {
        let path = format!("/local/letters/{}", file.rsplit('/').next().unwrap());
        let body = browser.get(&path).await.expecting(200).body;
        strays.look(&path, &["h1", "dd", "pre", "title"].iter().fold(body, |body, data| without(&body, data)));
    }
    strays.look("nothing chosen", &browser.post("/local/clock", &[]).await.expecting(400).body);
    assert_eq!(strays.none(2), BTreeMap::new());
}

/// M24
#[test]
fn every_sentence_the_code_asks_for_is_there_and_every_sentence_there_is_asked_for() {
    let there: BTreeSet<String> = message_files().iter().flat_map(|text| keys_of(text)).collect();
    assert!(there.len() > 300, "{}", there.len());
    assert!(there.iter().all(|key| Words::new(Locale::English).knows(key)));

    let mut written = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for source in sources() {
        let source = std::fs::read_to_string(&source).unwrap();
        let literals = literals(source.split("mod tests {").next().unwrap());
        asked.extend(literals.iter().filter(|literal| literal.is_key).map(|literal| literal.text.clone()));
        written.extend(literals.into_iter().map(|literal| literal.text));
    }
    assert!(asked.len() > 250, "{}", asked.len());
    let missing: Vec<_> = asked.difference(&there).collect();
    assert_eq!(missing, Vec::<&String>::new(), "asked for and not there");

    // Keys made from a value: `letter-kind-` and the name of a letter.
    let made: BTreeSet<_> = there.iter().filter(|key| key.starts_with("letter-kind-")).cloned().collect();
    let kinds: BTreeSet<_> =
        letter_names().iter().map(|name| format!("letter-kind-{}", name.replace('_', "-"))).collect();
    assert_eq!(made, kinds, "each letter has a name on the desk, and nothing else has");
    let unread: Vec<_> = there.difference(&written).filter(|key| !made.contains(*key)).collect();
    assert_eq!(unread, Vec::<&String>::new(), "there and never asked for");
}

/// The same program with everything people read in Greek letters: what stays in Latin ones did not come from it.
fn greek(document: &str) -> String {
    let mut in_about = false;
    let lines = document.lines().map(|line| {
        let key = line.split(" =").next().unwrap_or_default();
        let said =
            matches!(key, "name" | "community" | "label" | "hint" | "group" | "consent") || line.starts_with("  \"");
        let (start, text) = line.split_at(if in_about { 0 } else { line.find('"').unwrap_or(0) });
        let changed = if in_about || said {
            format!("{start}{}", text.chars().map(letter).collect::<String>())
        } else {
            line.to_owned()
        };
        in_about = (in_about && !line.contains("\"\"\"")) || line.starts_with("about = ");
        changed
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn letter(latin: char) -> char {
    let offset = |from: char| (latin as u32 - from as u32) % 24;
    match latin {
        'a'..='z' => char::from_u32('α' as u32 + offset('a')).unwrap(),
        'A'..='Z' => char::from_u32('α' as u32 + offset('A')).unwrap(),
        other => other,
    }
}

fn accented(office: &Office, browser: &Browser) -> Browser {
    same_reader(office, browser, ACCENTED)
}

/// A page without the elements of this name.
fn without(body: &str, element: &str) -> String {
    let start = format!("<{element}");
    let mut pieces = body.split(&start);
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split(&format!("</{element}>")).nth(1).unwrap_or_default())
}

/// Latin words found on pages, by page.
#[derive(Default)]
struct Strays {
    pages: usize,
    found: BTreeMap<String, BTreeSet<String>>,
}

impl Strays {
    /// Looks at everything of a page that is read or heard.
    fn look(&mut self, page: &str, body: &str) {
        if body.is_empty() {
            return;
        }
        // What the people of these rules answered, in English, is theirs.
        let answered = ["Answers in the forum.", "Talks and answers in the forum.", "A meetup every month."];
        let body = &answered.iter().fold(body.to_owned(), |body, text| body.replace(text, "…"));
        assert!(body.contains("lang=\"en-XA\""), "{page} is in another language: {body}");
        self.pages += 1;
        // What programs read, such as the names of a form's fields, is in no language.
        let body = &["code", "pre"].iter().fold(body.to_owned(), |body, tag| without(&body, tag));
        // So are the settings, which are one document.
        let body = &match body.split_once("<textarea id=\"field-document\"") {
            Some((before, after)) => format!("{before}{}", after.split_once("</textarea>").unwrap().1),
            None => body.clone(),
        };
        let html = Html::parse_document(body);
        let mut read: Vec<String> = html.root_element().text().map(str::to_owned).collect();
        let every = Selector::parse("*").unwrap();
        for element in html.select(&every) {
            for name in ["title", "placeholder", "aria-label", "alt", "data-label", "aria-roledescription", "summary"] {
                read.extend(element.attr(name).map(str::to_owned));
            }
            let button = element.value().name() == "input" && matches!(element.attr("type"), Some("submit" | "button"));
            read.extend(element.attr("value").filter(|_| button).map(str::to_owned));
        }
        // A list of countries names each by its English name, and nothing else stands in the same piece of text.
        read.retain(|text| Country::parse(text).map(Country::name) != Ok(text.trim()));
        let words: BTreeSet<_> = read.iter().flat_map(|text| latin_words(text)).collect();
        if !words.is_empty() {
            self.found.entry(page.to_owned()).or_default().extend(words);
        }
    }

    /// What was found, after making sure that so many pages were looked at.
    fn none(self, pages: usize) -> BTreeMap<String, BTreeSet<String>> {
        assert!(self.pages >= pages, "only {} pages were looked at", self.pages);
        self.found
    }
}

/// Words with a Latin letter in them that is not accented, leaving out what is data: addresses, links, quarters, and the
/// English names of the countries in these tests.
fn latin_words(text: &str) -> Vec<String> {
    let is_data = |token: &str| {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
        let is_quarter = bare.len() == 7 && bare.get(4..6) == Some("-Q") && bare.starts_with("20");
        token.contains('@')
            || token.contains("://")
            || is_quarter
            || matches!(bare, "Greece" | "Georgia")
            || bare.parse::<program::Currency>().is_ok()
    };
    text.split_whitespace()
        .filter(|token| !is_data(token) && token.chars().any(|c| c.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn message_files() -> Vec<String> {
    let folder = root().join("shared/words/messages/en");
    std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
}

fn keys_of(text: &str) -> Vec<String> {
    let starts_so = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    text.lines().filter(starts_so).filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect()
}

/// The sources of every crate people's pages, letters and workbooks are made by; no tests.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<_> = ["shared", "functions", "infra"].iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                found.push(path);
            }
        }
    }
    found
}

struct Literal {
    text: String,
    /// Whether it stands where a sentence is asked for by its key.
    is_key: bool,
}

/// The texts in quotation marks of a source file.
fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut rest = line.replace("'\"'", "").replace("\\\"", "");
        while let Some((before, (text, after))) =
            rest.split_once('"').and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
        {
            let call = before.trim_end();
            let asked =
                call.rfind("say!(").is_some_and(|at| call[at..].matches(',').count() == 1) && call.ends_with(',');
            found.push(Literal { text: text.to_owned(), is_key: asked });
            rest = after.to_owned();
        }
    }
    found
}

/// The names of every letter, as they are stored.
fn letter_names() -> Vec<String> {
    let source = std::fs::read_to_string(root().join("shared/letters/src/letter.rs")).unwrap();
    let named = source.split("fn name(&self)").nth(1).unwrap().split("\n    }").next().unwrap();
    literals(named).into_iter().map(|literal| literal.text).collect()
}

/// Asks for funds for an activity; gives the request's identifier.
async fn asks_for_funds(ambassador: &Browser, activity: &str) -> String {
    let new = format!("/me/funding/new?activity={activity}");
    let mut form = ambassador.get(&new).await.expect(200).page().form("/me/funding");
    for (field, value) in [
        ("kind", "food"),
        ("what_1", "ხაჭაპური"),
        ("amount_1", "60"),
        ("details", "საღამოსთვის"),
        ("outcomes", "საუბარი"),
        ("needed_on", "2026-06-24"),
    ] {
        form.fill(field, value);
    }
    ambassador.send(&form).await.expecting(303).location().rsplit('/').next().unwrap().to_owned()
}
