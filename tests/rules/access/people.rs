//! One person of each kind with records of their own, addresses of pages with real records in them, and a second
//! instance of the office.

use program::evidence::{Content, Document, Pixels, Purpose, UploadKey};
use program::proposal::{Cause, Stage};
use program::{Email, FileId, JobId, Proposal, Role};
use specification::office::email;
pub(crate) use specification::office::instance;
use specification::{Answer, Browser, Office, program_with};
use std::path::PathBuf;
use store::audit::Actor;
use store::batch_files::FilesJob;
use store::evidence::{Found, Kept, kept_key, preview_key};

/// When these offices open, in the middle of 2026-Q2.
pub(crate) const NOW: &str = "2026-05-20T09:00:00Z";

/// The example program with limits that no test meets by accident.
pub(crate) fn without_limits() -> String {
    limited(100_000, 100_000, 100_000)
}

/// The example program with these limits: applications by origin, sign-in letters by address and by origin. It began
/// with the quarter the offices open in, so that the calendar has nothing to catch up with.
pub(crate) fn limited(applications: u32, sign_ins: u32, sign_ins_by_origin: u32) -> String {
    let limits = format!(
        "[limits]\napplications_per_origin = {applications}\nsign_ins_per_address = {sign_ins}\n\
         sign_ins_per_origin = {sign_ins_by_origin}\n\n[[question]]"
    );
    program_with(&[("started_on", "started_on = 2026-04-01"), ("[[question]]", &limits)])
}

/// Somebody, in their browser.
pub(crate) struct Somebody {
    /// What the rules call them.
    pub(crate) who: &'static str,
    /// Their browser, signed in unless they are a visitor.
    pub(crate) browser: Browser,
    /// Their address; a visitor has none.
    pub(crate) address: Option<Email>,
}

impl Somebody {
    /// What they are to the program.
    pub(crate) async fn roles(&self, office: &Office) -> Vec<Role> {
        let Some(address) = &self.address else { return Vec::new() };
        let person = office.store().person(address).await.unwrap().unwrap();
        Role::ALL.into_iter().filter(|role| person.roles.has(*role)).collect()
    }
}

/// An office with one person of each kind in it.
pub(crate) struct Cast {
    /// The office.
    pub(crate) office: Office,
    /// Nobody known.
    pub(crate) visitor: Somebody,
    /// Somebody whose application waits.
    pub(crate) applicant: Somebody,
    /// The ambassador whose activity the addresses name.
    pub(crate) ambassador: Somebody,
    /// Another ambassador, with an activity of their own.
    pub(crate) another: Somebody,
    /// A reviewer, who is nothing else.
    pub(crate) reviewer: Somebody,
    /// A treasurer, who is nothing else.
    pub(crate) treasurer: Somebody,
    /// An organizer, who is nothing else.
    pub(crate) organizer: Somebody,
    /// What the addresses name.
    pub(crate) records: Records,
}

/// What the parameters of addresses stand for.
pub(crate) struct Records {
    /// The waiting application.
    pub(crate) application: String,
    /// The ambassador's record.
    pub(crate) ambassador: String,
    /// The ambassador's activity.
    pub(crate) activity: String,
    /// The reviewer's place in the team.
    pub(crate) member: String,
    /// A photo of the activity.
    pub(crate) photo: String,
    /// A call that is to come.
    pub(crate) call: String,
    /// An onboarding session that is to come.
    pub(crate) session: String,
    /// The file of the team's calendar.
    pub(crate) feed: String,
    /// A proposal about the ambassador.
    pub(crate) proposal: String,
    /// A request of the ambassador's for funds, which waits.
    pub(crate) request: String,
    /// An invoice of that request.
    pub(crate) invoice: String,
    /// A file of that request.
    pub(crate) paper: String,
    /// A batch of payments, put together.
    pub(crate) batch: String,
    /// What somebody asked for about that batch.
    pub(crate) job: String,
}

impl Cast {
    /// Opens an office and lets everybody in through the pages people use.
    pub(crate) async fn gather() -> Self {
        let office = Office::of(NOW, &without_limits()).await;
        applies(&office, "Wanjiru Kamau", "wanjiru@example.org", "Kenya").await;
        let applicant = office.signed_in("wanjiru@example.org").await;
        let ambassador = office.ambassador("Amara Okafor", "amara@example.org", "Nigeria").await;
        let another = office.ambassador("Jonas Weber", "jonas@example.org", "Germany").await;
        let organizer = office.organizer().await;
        invites(&organizer, "reviewer@example.org", "reviewer").await;
        let reviewer = office.signed_in("reviewer@example.org").await;
        invites(&organizer, "treasurer@example.org", "treasurer").await;
        let treasurer = office.signed_in("treasurer@example.org").await;
        let activity = plans(&ambassador, "Evening of segments", "2026-05-19").await;
        plans(&another, "Stammtisch in Leipzig", "2026-05-19").await;
        let request = asks_for_funds(&ambassador, &activity).await.rsplit('/').next().unwrap().to_owned();

        let to_pay = specification::funds::payable(office.store(), "jonas@example.org", "Stammtisch", "60").await;

        let call = offers(&organizer, "/team/calls").await;
        let session = offers(&organizer, "/team/sessions").await;
        let shown = organizer.post("/team/calendar", &[]).await.expect(200).page().text_of("pre");

        let person = |address: &'static str| {
            let store = office.store();
            async move { store.person(&email(address)).await.unwrap().unwrap() }
        };
        let asked_about = person("amara@example.org").await.ambassador.unwrap();
        let cause = Cause::Inactive { since: "2026-02-01".parse().unwrap(), days: 90, stage: Stage::Call };
        let proposal = Proposal::new(asked_about, None, cause, office.store().clock().now());
        assert!(office.store().propose(&proposal, Actor::Schedule, None).await.unwrap());
        let activity = activity.rsplit('/').next().unwrap().to_owned();
        let photo = UploadKey {
            ambassador: asked_about,
            purpose: Purpose::Photo(activity.parse().unwrap()),
            file: FileId::new(office.store().new_id()),
        };
        let looked_at = Document { content: Content::Png(Pixels { width: 640, height: 480 }), bytes: 12_345 };
        let kept = Kept::new(looked_at, "0".repeat(64), true);
        for key in [kept_key(photo.file), preview_key(photo.file)] {
            office.store().files().put(&key, "image/jpeg", b"a picture".to_vec()).await.unwrap();
        }
        office.store().record_evidence(photo, Found::Taken(kept)).await.unwrap();
        let (invoice, paper) = papers_of(&office, &request).await;
        let batch = specification::funds::batch(office.store(), &[to_pay]).await;
        let job = FilesJob {
            batch,
            id: JobId::new(office.store().new_id()),
            asked_at: office.store().clock().now(),
            asked_by: person("treasurer@example.org").await.id,
            language: "en".to_owned(),
            came_of_it: None,
        };
        office.store().ask_for_files(&job).await.unwrap();
        // Or it would be made while a test looks at what is written.
        while office.store().files_job(batch, job.id).await.unwrap().unwrap().value.came_of_it.is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let records = Records {
            application: person("wanjiru@example.org").await.application.unwrap().to_string(),
            ambassador: person("amara@example.org").await.ambassador.unwrap().to_string(),
            activity,
            photo: photo.file.to_string(),
            member: person("reviewer@example.org").await.id.to_string(),
            call,
            session,
            feed: shown.rsplit('/').next().unwrap().to_owned(),
            proposal: proposal.id.to_string(),
            request,
            invoice,
            paper,
            batch: batch.to_string(),
            job: job.id.to_string(),
        };
        let somebody = |who, browser, address: &str| Somebody { who, browser, address: Some(email(address)) };
        Self {
            visitor: Somebody { who: "a visitor", browser: office.browser(), address: None },
            applicant: somebody("an applicant", applicant, "wanjiru@example.org"),
            ambassador: somebody("the ambassador", ambassador, "amara@example.org"),
            another: somebody("another ambassador", another, "jonas@example.org"),
            reviewer: somebody("a reviewer", reviewer, "reviewer@example.org"),
            treasurer: somebody("a treasurer", treasurer, "treasurer@example.org"),
            organizer: somebody("an organizer", organizer, "organizer@example.org"),
            records,
            office,
        }
    }

    /// Everybody.
    pub(crate) fn everybody(&self) -> [&Somebody; 7] {
        [
            &self.visitor,
            &self.applicant,
            &self.ambassador,
            &self.another,
            &self.reviewer,
            &self.treasurer,
            &self.organizer,
        ]
    }

    /// The address of a route with real records in it.
    pub(crate) fn address(&self, path: &str) -> String {
        self.records.address(path)
    }
}

impl Records {
    /// The address of a route with real records in it.
    ///
    /// # Panics
    /// When a parameter is not known here: a new one needs a record to stand for it.
    pub(crate) fn address(&self, path: &str) -> String {
        let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part,
            Some("id") if path.starts_with("/team/applications/") => &self.application,
            Some("id") if path.starts_with("/team/ambassadors/") => &self.ambassador,
            Some("id") if path.starts_with("/me/activities/") => &self.activity,
            Some("batch") => &self.batch,
            Some("job") => &self.job,
            Some("id") if path.contains("/funding/") => &self.request,
            Some("id") if path.starts_with("/team/people/") => &self.member,
            Some("id") if path.starts_with("/team/calls/") => &self.call,
            Some("id") if path.starts_with("/team/sessions/") => &self.session,
            Some("id") if path.starts_with("/me/sessions/") => &self.session,
            Some("feed") => &self.feed,
            Some("ambassador") if path.starts_with("/team/activities/") => &self.ambassador,
            Some("activity") if path.starts_with("/team/activities/") => &self.activity,
            Some("id") if path.starts_with("/team/proposals/") => &self.proposal,
            Some("quarter") => "2026-Q2",
            Some("version") => "1",
            Some("ambassador") => &self.ambassador,
            Some("round") => "rolling",
            Some("country") => "NG",
            Some("invoice") => &self.invoice,
            Some("file") if path.contains("/funding/") => &self.paper,
            Some("file") if path.starts_with("/assets/") => "office.css",
            Some("file") => &self.photo,
            Some("hook") => "tally",
            Some("token") => "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Some(unknown) => panic!("{path}: what stands for {unknown}?"),
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// The same person in a browser that asks for another language.
pub(crate) fn same_reader(office: &Office, browser: &Browser, language: &str) -> Browser {
    let reader = office.browser().in_language(language);
    match browser.cookie("session") {
        Some(session) => reader.with_cookie("session", &session),
        None => reader,
    }
}

/// Applies through the form.
pub(crate) async fn applies(office: &Office, name: &str, address: &str, country: &str) {
    let visitor = office.browser();
    let mut form = visitor.get("/apply").await.expect(200).page().form("/apply");
    for (field, value) in [
        ("name", name),
        ("email", address),
        ("country", country),
        ("answer_contributions", "Answers in the forum."),
        ("answer_ideas", "A meetup every month."),
        ("consent", "yes"),
    ] {
        form.fill(field, value);
    }
    visitor.send(&form).await.expect(303);
}

/// Invites somebody into the team, as `organizer` or `reviewer`.
pub(crate) async fn invites(organizer: &Browser, address: &str, role: &str) {
    let mut form = organizer.get("/team/people").await.expect(200).page().form("/team/people");
    form.fill("email", address);
    form.fill(role, "yes");
    organizer.send(&form).await.expect(303);
}

/// Shares a plan of an event; gives the activity's address.
pub(crate) async fn plans(ambassador: &Browser, title: &str, day: &str) -> String {
    let mut form = ambassador.get("/me/activities/new").await.expect(200).page().form("/me/activities");
    for (field, value) in
        [("kind", "events"), ("title", title), ("starts_on", day), ("place", "in_person"), ("city", "Lagos")]
    {
        form.fill(field, value);
    }
    ambassador.send(&form).await.expect(303).location()
}

/// An invoice and a piece of evidence of a request, whatever its state; gives their identifiers.
async fn papers_of(office: &Office, request: &str) -> (String, String) {
    let (store, id) = (office.store(), request.parse().unwrap());
    let invoice = specification::funds::invoiced(store, id, "60").await;
    let paper = specification::funds::kept_paper(store, Purpose::Use(id), id, "evidence").await;
    (invoice.to_string(), paper.to_string())
}

/// Asks for funds for an activity; gives the request's address.
pub(crate) async fn asks_for_funds(ambassador: &Browser, activity: &str) -> String {
    let new = format!("/me/funding/new?activity={}", activity.rsplit('/').next().unwrap());
    let mut form = ambassador.get(&new).await.expect(200).page().form("/me/funding");
    for (field, value) in [
        ("kind", "food"),
        ("what_1", "Pizza"),
        ("amount_1", "60"),
        ("details", "For the evening."),
        ("outcomes", "People stay to talk."),
        ("needed_on", "2026-09-01"),
    ] {
        form.fill(field, value);
    }
    ambassador.send(&form).await.expect(303).location()
}

/// Offers a call or a session for the next month; gives its identifier.
pub(crate) async fn offers(organizer: &Browser, list: &str) -> String {
    let mut form = organizer.get(list).await.expect(200).page().form(list);
    for (field, value) in
        [("title", "Evening talk"), ("on", "2026-06-20"), ("at", "17:00"), ("link", "https://meet.example.org/")]
    {
        form.fill(field, value);
    }
    organizer.send(&form).await.expect(303);
    let link = organizer.get(list).await.expect(200).page().link("Evening talk");
    link.rsplit('/').next().unwrap().to_owned()
}

/// Everything the office keeps in its tables, as bytes on the disk: equal before and after means that nothing was
/// written, and what is not in them is not kept.
///
/// # Panics
/// When no letter was sent yet, because letters tell where the folder is.
pub(crate) async fn everything_kept(office: &Office) -> Vec<u8> {
    let letters = office.letters().await;
    let folder = PathBuf::from(&letters.first().unwrap().file).parent().unwrap().parent().unwrap().to_owned();
    let mut bytes = std::fs::read(folder.join("office.db")).unwrap();
    bytes.extend(std::fs::read(folder.join("office.db-wal")).unwrap_or_default());
    bytes
}

/// Whether these bytes hold this text.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The answer's headers, one a line, in alphabetical order, without those that say only when and how long.
pub(crate) fn header_block(answer: &Answer) -> String {
    let mut lines: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "content-length"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines.insert(0, answer.status.to_string());
    lines.join("\n")
}
