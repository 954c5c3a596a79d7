//! Requests for funds: asking, deciding, the budget, and who sees what (clauses O7 to O9, M12 to M16, C4, R8).

use program::{AmbassadorId, FundingId, FundingKind, FundingState, Money};
use specification::page::Filled;
use specification::{Browser, Office, program_with};

/// When these offices open, in the middle of 2026-Q2.
const NOW: &str = "2026-05-20T09:00:00Z";

/// The example program, begun with the quarter the offices open in.
fn program(more: &[(&str, &str)]) -> String {
    let mut changes = vec![("started_on", "started_on = 2026-04-01")];
    changes.extend(more);
    program_with(&changes)
}

struct Funded {
    office: Office,
    amara: Browser,
    treasurer: Browser,
    organizer: Browser,
    activity: String,
}

impl Funded {
    /// An office with an ambassador, a treasurer and a budget of 100 euros for food.
    async fn open() -> Self {
        Self::of(&program(&[])).await
    }

    async fn of(document: &str) -> Self {
        let office = Office::of(NOW, document).await;
        let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
        let organizer = office.organizer().await;
        let treasurer = treasurer(&office, &organizer, "treasurer@example.org").await;
        let activity = plans(&amara, "Evening of segments").await;
        let this = Self { office, amara, treasurer, organizer, activity };
        this.sets_the_budget("food", "100").await;
        this
    }

    async fn sets_the_budget(&self, kind: &str, amount: &str) {
        let mut budget =
            self.treasurer.get("/team/funding/budget").await.expect(200).page().form("/team/funding/budget");
        budget.fill(&format!("budget_{kind}"), amount);
        self.treasurer.send(&budget).await.expect(303);
    }

    /// The form of a request for food on the plan, filled in.
    async fn form(&self, browser: &Browser, activity: &str, amount: &str) -> Filled {
        let new = format!("/me/funding/new?activity={activity}");
        let mut form = browser.get(&new).await.expect(200).page().form("/me/funding");
        for (field, value) in [
            ("kind", "food"),
            ("what_1", "Pizza"),
            ("amount_1", amount),
            ("details", "For the evening."),
            ("outcomes", "People stay to talk."),
            ("needed_on", "15 June 2026"),
        ] {
            form.fill(field, value);
        }
        form
    }

    async fn asks(&self, amount: &str) -> String {
        let form = self.form(&self.amara, &self.activity, amount).await;
        self.amara.send(&form).await.expecting(303).location()
    }

    /// The form to decide about a request with.
    async fn decision(&self, by: &Browser, request: &str, outcome: &str) -> Filled {
        let mut form = by.get(&at_the_team(request)).await.expect(200).page().form("/decision");
        form.fill("outcome", outcome);
        form.fill("reason", "It fits the plan.");
        form
    }

    async fn approves(&self, request: &str) {
        let form = self.decision(&self.treasurer, request, "approve").await;
        self.treasurer.send(&form).await.expect(303);
    }

    async fn state(&self, request: &str) -> FundingState {
        self.office.store().funding(id_in(request)).await.unwrap().unwrap().value.state()
    }

    /// What of the budget for food is free, promised and paid.
    async fn account(&self) -> [String; 3] {
        let quarter = "2026-Q2".parse().unwrap();
        let book = self.office.store().book(quarter, "EUR".parse().unwrap()).await.unwrap().unwrap();
        let account = book.value.account(FundingKind::Food);
        assert_eq!(Some(account.budget), account.free().plus(account.used()));
        [account.free(), account.committed, account.paid].map(Money::typed)
    }

    /// The subjects of the letters to somebody that say so much.
    async fn subjects(&self, address: &str, holding: &str) -> Vec<String> {
        let letters = self.office.letters_to(address).await;
        letters.into_iter().map(|letter| letter.subject).filter(|subject| subject.contains(holding)).collect()
    }
}

async fn treasurer(office: &Office, organizer: &Browser, address: &str) -> Browser {
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", address);
    form.fill("treasurer", "yes");
    organizer.send(&form).await.expect(303);
    office.signed_in(address).await
}

/// Shares a plan; gives the activity's identifier.
async fn plans(browser: &Browser, title: &str) -> String {
    let mut form = browser.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in
        [("kind", "events"), ("title", title), ("starts_on", "2026-06-20"), ("place", "in_person"), ("city", "Lagos")]
    {
        form.fill(field, value);
    }
    let activity = browser.send(&form).await.expecting(303).location();
    activity.rsplit('/').next().unwrap().to_owned()
}

fn id_in(path: &str) -> FundingId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

fn at_the_team(request: &str) -> String {
    request.replace("/me/", "/team/")
}

/// O7, M12
#[tokio::test(flavor = "multi_thread")]
async fn an_ambassador_asks_for_funds_for_a_plan_and_learns_what_was_approved() {
    let funded = Funded::open().await;
    let form = funded.form(&funded.amara, &funded.activity, "1.060,50").await;
    assert_eq!(form.value("title"), Some("Evening of segments"), "nothing is typed twice");
    let mut form = form;
    form.fill("amount_1", "60,50");
    let request = funded.amara.send(&form).await.expecting(303).location();
    let page = funded.amara.get(&request).await.expect(200).page();
    assert!(page.text().contains("less than 60 days"), "short notice is told and goes through: {}", page.text());
    assert_eq!(funded.subjects("amara@example.org", "We have your request").await.len(), 1);
    assert_eq!(funded.subjects("treasurer@example.org", "Amara Okafor asks for funds").await.len(), 1);
    assert_eq!(funded.subjects("organizer@example.org", "asks for funds").await.len(), 0, "treasurers decide here");

    let mut decision = funded.decision(&funded.treasurer, &request, "approve").await;
    assert_eq!(decision.value("approve_1"), Some("60.50"));
    decision.fill("approve_1", "40");
    funded.treasurer.send(&decision).await.expect(303);
    funded.treasurer.send(&decision).await.expect(303);
    assert_eq!(funded.account().await, ["60.00", "40.00", "0.00"]);
    let page = funded.amara.get(&request).await.expect(200).page().text();
    assert!(page.contains("60.50 EUR") && page.contains("40.00 EUR") && page.contains("It fits"), "{page}");
    let letters = funded.office.letters_to("amara@example.org").await;
    let letter = letters.iter().find(|letter| letter.subject.starts_with("Approved: Evening")).unwrap();
    let text = letter.text.replace('\u{a0}', " ");
    assert!(text.contains("Asked for: 60.50 EUR") && text.contains("Approved: 40.00 EUR"), "{text}");
    assert!(!page.contains("treasurer@example.org"), "who decided is the team to whoever asked: {page}");
    funded.office.close().await;
}

/// R8
#[tokio::test(flavor = "multi_thread")]
async fn a_treasurer_who_is_an_ambassador_decides_about_no_request_of_their_own() {
    let funded = Funded::open().await;
    let request = funded.asks("60").await;
    // The same person, in the team too.
    let amara = treasurer(&funded.office, &funded.organizer, "amara@example.org").await;
    let page = amara.get(&at_the_team(&request)).await.expect(200).page();
    assert!(page.text().contains("This is your own request"), "{}", page.text());
    let form = funded.decision(&funded.treasurer, &request, "approve").await;
    let answer = amara.send(&form).await.expecting(409).page().text();
    assert!(answer.contains("This is your own request"), "{answer}");
    assert_eq!(funded.state(&request).await, FundingState::Asked);
    funded.office.close().await;
}

/// R8, O8
#[tokio::test(flavor = "multi_thread")]
async fn an_organizer_decides_only_where_the_settings_say_so() {
    let funded = Funded::open().await;
    let request = funded.asks("60").await;
    let page = funded.organizer.get(&at_the_team(&request)).await.expect(200).page().text();
    assert!(!page.contains("Decide and send"), "{page}");
    let form = funded.decision(&funded.treasurer, &request, "approve").await;
    let answer = funded.organizer.send(&form).await.expecting(409).page().text();
    assert!(answer.contains("treasurers decide"), "{answer}");
    funded.office.close().await;

    let document = program(&[("days_to_pay", "days_to_pay = 14\norganizers_decide = true")]);
    let funded = Funded::of(&document).await;
    let request = funded.asks("60").await;
    let form = funded.decision(&funded.organizer, &request, "approve").await;
    funded.organizer.send(&form).await.expect(303);
    assert_eq!(funded.state(&request).await, FundingState::Approved);
    funded.office.close().await;
}

/// M12, N2
#[tokio::test(flavor = "multi_thread")]
async fn two_approvals_at_once_never_promise_the_last_euro_twice() {
    let funded = Funded::open().await;
    let mut forms = Vec::new();
    for _ in 0..6 {
        let request = funded.asks("30").await;
        forms.push(funded.decision(&funded.treasurer, &request, "approve").await);
    }
    let sent = forms.iter().map(|form| funded.treasurer.send(form));
    let mut answers = Vec::new();
    for answer in futures_all(sent).await {
        answers.push(answer.status);
    }
    answers.sort_unstable();
    assert_eq!(answers, [303, 303, 303, 409, 409, 409], "100 euros are three times 30");
    assert_eq!(funded.account().await, ["10.00", "90.00", "0.00"]);
    funded.office.close().await;
}

/// Everything at once.
async fn futures_all<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in all.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// C4
#[tokio::test(flavor = "multi_thread")]
async fn more_than_the_cap_is_an_exception_that_somebody_says() {
    let document = program(&[("days_to_pay", "days_to_pay = 14\nmonthly_cap = \"20.00\"\ncombinable_months = 2")]);
    let funded = Funded::of(&document).await;
    let request = funded.asks("60").await;
    let page = funded.treasurer.get(&at_the_team(&request)).await.expect(200).page().text();
    assert!(page.contains("Cap for 2 months together: 40.00 EUR"), "{page}");
    let mut form = funded.decision(&funded.treasurer, &request, "approve").await;
    let answer = funded.treasurer.send(&form).await.expecting(409).page().text();
    assert!(answer.contains("over the cap"), "{answer}");
    form.fill("exception", "yes");
    funded.treasurer.send(&form).await.expect(303);
    assert_eq!(funded.state(&request).await, FundingState::Approved);
    funded.office.close().await;
}

/// M12
#[tokio::test(flavor = "multi_thread")]
async fn a_rate_entered_later_changes_nothing_that_was_approved() {
    let funded = Funded::open().await;
    let rate = async |value: &str, from: &str| {
        let mut form =
            funded.treasurer.get("/team/funding/budget").await.expect(200).page().form("/team/funding/rates");
        for (field, value) in [("currency", "usd"), ("rate", value), ("from", from)] {
            form.fill(field, value);
        }
        funded.treasurer.send(&form).await.expect(303);
    };
    let mut form = funded.form(&funded.amara, &funded.activity, "60").await;
    form.fill("currency_1", "USD");
    let request = funded.amara.send(&form).await.expecting(303).location();
    let decision = funded.decision(&funded.treasurer, &request, "approve").await;
    let answer = funded.treasurer.send(&decision).await.expecting(409).page().text();
    assert!(answer.contains("No rate for USD"), "{answer}");
    rate("0,5", "2026-05-01").await;
    funded.approves(&request).await;
    assert_eq!(funded.account().await, ["70.00", "30.00", "0.00"]);
    rate("0.9", "2026-05-01").await;
    assert_eq!(funded.account().await, ["70.00", "30.00", "0.00"]);
    let withdraw = funded.amara.get(&request).await.expect(200).page().form("/withdraw");
    funded.amara.send(&withdraw).await.expect(303);
    assert_eq!(funded.account().await, ["100.00", "0.00", "0.00"], "all of it is free again, at the rate it had");
    funded.office.close().await;
}

/// O8
#[tokio::test(flavor = "multi_thread")]
async fn a_need_said_in_confidence_is_read_by_the_treasurer_and_organizers_and_by_nobody_else() {
    let kinds = "kinds = [\"food\", \"summit_need\"]";
    let funded = Funded::of(&program(&[("kinds = [\"attending\"", kinds)])).await;
    let mut form = funded.form(&funded.amara, &funded.activity, "60").await;
    form.fill("kind", "summit_need");
    form.fill("need", "I am between jobs.");
    let request = funded.amara.send(&form).await.expecting(303).location();
    for browser in [&funded.treasurer, &funded.organizer] {
        let page = browser.get(&at_the_team(&request)).await.expect(200).page().text();
        assert!(page.contains("I am between jobs."), "{page}");
    }
    let mut invitation = funded.organizer.get("/team/people").await.expect(200).page().form("/team/people");
    invitation.fill("email", "reviewer@example.org");
    invitation.fill("reviewer", "yes");
    funded.organizer.send(&invitation).await.expect(303);
    let reviewer = funded.office.signed_in("reviewer@example.org").await;
    let kofi = funded.office.ambassador("Kofi Mensah", "kofi@example.org", "Ghana").await;
    reviewer.get(&at_the_team(&request)).await.expect(403);
    kofi.get(&request).await.expect(404);
    for letter in funded.office.letters().await {
        assert!(!letter.text.contains("between jobs"), "{}", letter.subject);
    }
    funded.office.close().await;
}

/// M16
#[tokio::test(flavor = "multi_thread")]
async fn the_world_conference_can_be_asked_for_only_after_the_time_the_settings_say() {
    let funded = Funded::open().await;
    let new = format!("/me/funding/new?activity={}", funded.activity);
    let kinds = async || funded.amara.get(&new).await.expect(200).page().attributes("input[name=kind]", "value");
    assert!(!kinds().await.contains(&"world_conference".to_owned()));
    let mut form = funded.form(&funded.amara, &funded.activity, "60").await;
    form.fill("kind", "world_conference");
    funded.amara.send(&form).await.expect(422);
    funded.office.close().await;
    // In a program whose wait is a single day, from the next day on.
    let document = program(&[("funding_after_days", "funding_after_days = 1")]);
    let funded = Funded::of(&document).await;
    funded.office.clock_moves_to("2026-05-21T10:00:00Z").await;
    let amara = funded.office.signed_in("amara@example.org").await;
    let new = format!("/me/funding/new?activity={}", funded.activity);
    let kinds = amara.get(&new).await.expect(200).page().attributes("input[name=kind]", "value");
    assert!(kinds.contains(&"world_conference".to_owned()), "{kinds:?}");
    funded.office.close().await;
}

/// N1, N3
#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_twice_is_one_and_a_draft_is_its_owner_s_alone() {
    let funded = Funded::open().await;
    let form = funded.form(&funded.amara, &funded.activity, "60").await;
    let request = funded.amara.send(&form).await.expecting(303).location();
    assert_eq!(funded.amara.send(&form).await.expecting(303).location(), request);
    let mut other = form;
    other.fill("amount_1", "61");
    funded.amara.send(&other).await.expect(409);
    let amara = funded.office.store().person(&specification::office::email("amara@example.org")).await.unwrap();
    let of: AmbassadorId = amara.unwrap().ambassador.unwrap();
    assert_eq!(funded.office.store().funding_of(of).await.unwrap().len(), 1);

    let decision = funded.decision(&funded.treasurer, &request, "approve").await;
    let back = funded.amara.get(&request).await.expect(200).page().form("/take-back");
    funded.amara.send(&back).await.expect(303);
    funded.treasurer.get(&at_the_team(&request)).await.expect(404);
    funded.treasurer.send(&decision).await.expect(404);
    let listed = funded.treasurer.get("/team/funding").await.expect(200).page().text();
    assert!(!listed.contains("Evening of segments"), "{listed}");
    let mut edit = funded.amara.get(&format!("{request}/edit")).await.expect(200).page().form(&request);
    edit.fill("amount_1", "55");
    funded.amara.send(&edit).await.expect(303);
    // Decided on the page of before: both are kept from harm.
    funded.treasurer.send(&decision).await.expect(409);
    assert_eq!(funded.state(&request).await, FundingState::Asked);
    funded.office.close().await;
}

/// M14
#[tokio::test(flavor = "multi_thread")]
async fn an_approval_that_was_not_used_is_closed_by_a_person_and_can_be_given_more_time() {
    let funded = Funded::open().await;
    let request = funded.asks("60").await;
    funded.approves(&request).await;
    let step = async |browser: &Browser, what: &str, until: &str| {
        let mut form = browser.get(&at_the_team(&request)).await.expect(200).page().form("/step");
        for (field, value) in [("what", what), ("until", until), ("reason", "The date has moved.")] {
            form.fill(field, value);
        }
        browser.send(&form).await
    };
    step(&funded.treasurer, "expire", "").await.expect(409);
    funded.office.clock_moves_to("2026-09-30T09:00:00Z").await;
    assert_eq!(funded.state(&request).await, FundingState::Approved, "nothing expires by itself");
    let treasurer = funded.office.signed_in("treasurer@example.org").await;
    // What was spent on its last day, in August, can be claimed until the grace days of that quarter are over (clause C4).
    step(&treasurer, "expire", "").await.expect(409);
    funded.office.clock_moves_to("2026-10-15T09:00:00Z").await;
    let treasurer = funded.office.signed_in("treasurer@example.org").await;
    step(&treasurer, "expire", "").await.expect(303);
    assert_eq!(funded.account().await, ["100.00", "0.00", "0.00"]);
    step(&treasurer, "extend", "2026-12-31").await.expect(303);
    assert_eq!((funded.state(&request).await, funded.account().await[0].as_str()), (FundingState::Approved, "40.00"));
    funded.office.close().await;
}

/// O7
#[tokio::test(flavor = "multi_thread")]
async fn a_program_without_funds_says_so_kindly_and_speaks_of_none_elsewhere() {
    let document = program(&[]);
    let (start, end) = (document.find("[funding]").unwrap(), document.find("[intake]").unwrap());
    let office = Office::of(NOW, &format!("{}{}", &document[..start], &document[end..])).await;
    let amara = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
    let organizer = office.organizer().await;
    let me = amara.get("/me").await.expect(200).page();
    assert!(!me.attributes("a", "href").iter().any(|href| href.contains("funding")));
    let desk = organizer.get("/team").await.expect(200).page();
    assert!(!desk.attributes("a", "href").iter().any(|href| href.contains("funding")));
    let page = amara.get("/me/funding").await.expect(200).page().text();
    assert!(page.contains("no funds of its own"), "{page}");
    organizer.get("/team/funding").await.expect(200);
    organizer.get("/team/funding/budget").await.expect(404);
    office.close().await;
}

/// P1, P2
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_request_comes_back_whole_with_each_problem_and_more_rows_keep_what_was_typed() {
    let funded = Funded::open().await;
    let mut form = funded.form(&funded.amara, &funded.activity, "sixty").await;
    form.fill("outcomes", "");
    let back = funded.amara.send(&form).await.expecting(422).page();
    assert_eq!(
        back.texts_of(".error-summary li"),
        [
            "Amount of item 1 – Please write an amount above zero, such as 45, 12.50 or 1.234,50.",
            "What it should bring – Please fill this in.",
        ]
    );
    let again = back.form("/me/funding");
    assert_eq!(again.value("amount_1"), Some("sixty"));
    let fields: Vec<_> = again.fields().chain([("step", "add_item")]).collect();
    let more = funded.amara.post("/me/funding", &fields).await.expecting(200).page().form("/me/funding");
    assert_eq!((more.value("amount_1"), more.value("currency_2")), (Some("sixty"), Some("EUR")));
    funded.office.close().await;
}
