//! The books balance: requests, approvals, rates, papers, payments, take-backs and withdrawals in any order, written
//! through the records and added up beside them one by one, in whole numbers of the smallest unit (clauses M12, M14).

use chancery::folder::Folder;
use chancery::office::Records;
use program::batch::Batch;
use program::funding::{Approving, Asking, Documents, FundingState, Hand, Item, Moved, Payment, Terms};
use program::ledger::NotBooked;
use program::money::RateValue;
use program::statement::Statement;
use program::text::{Line, Text};
use program::{
    ActivityId, AmbassadorId, BatchId, Book, Currency, Email, Funding, FundingId, FundingKind, Money, PersonId,
    Quarter, Rate, Sums, Way,
};
use proptest::prelude::*;
use specification::instant;
use std::collections::BTreeMap;
use store::Clock;
use store::applications::Stored;
use store::batches::PutTogether;
use store::outbox::{Draft, Lane};
use uuid::Uuid;

const CODES: [&str; 4] = ["EUR", "USD", "JPY", "KWD"];
const KINDS: [FundingKind; 2] = [FundingKind::Food, FundingKind::Swag];
const REQUESTS: usize = 6;

/// So many different steps there are.
const ANYTHING: u8 = 23;

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn quarters() -> [Quarter; 2] {
    [3, 4].map(|number| Quarter::new(2026, number).unwrap())
}

/// So many of the smallest unit.
fn units(money: Money) -> i128 {
    money.typed().replace('.', "").parse().unwrap()
}

fn treasurer() -> PersonId {
    PersonId::new(Uuid::from_u128(9))
}

fn reason() -> Text {
    Text::parse("It fits the plan.").unwrap()
}

/// What one request holds, as somebody with pencil and paper would write it down: smallest units of its own currency,
/// and cents.
type Amounts = BTreeMap<&'static str, (i128, i128)>;

#[derive(Clone, Debug, Default)]
struct Penciled {
    approved: Amounts,
    /// The rates it was approved at, in thousandths.
    rates: BTreeMap<&'static str, i128>,
    authorized: Amounts,
    promised: bool,
    paid: bool,
}

impl Penciled {
    fn held(&self) -> &Amounts {
        if self.paid { &self.authorized } else { &self.approved }
    }
}

/// The naive ledger: budgets, and one line a request.
#[derive(Debug, Default)]
struct Paper {
    budgets: BTreeMap<(usize, FundingKind), i128>,
    lines: Vec<Penciled>,
}

/// To whole cents, half to even, at a rate in thousandths.
fn cents(units: i128, code: &str, thousandths: i128) -> i128 {
    let of_one = 10_i128.pow(currency(code).decimals());
    let (above, below) = (units * thousandths * 100, of_one * 1000);
    let (whole, rest) = (above / below, above % below);
    let up = 2 * rest > below || (2 * rest == below && whole % 2 == 1);
    whole + i128::from(up)
}

fn place(request: usize) -> (usize, FundingKind) {
    (request % 2, KINDS[request / 2 % 2])
}

impl Paper {
    fn sum(&self, place_of: (usize, FundingKind), paid: bool) -> i128 {
        let lines = self.lines.iter().enumerate().filter(|(number, _)| place(*number) == place_of);
        lines
            .filter(|(_, line)| if paid { line.paid } else { line.promised })
            .flat_map(|(_, line)| line.held().values().map(|(_, cents)| cents))
            .sum()
    }

    fn budget(&self, place: (usize, FundingKind)) -> i128 {
        self.budgets.get(&place).copied().unwrap_or_default()
    }

    fn free(&self, place: (usize, FundingKind)) -> i128 {
        self.budget(place) - self.sum(place, false) - self.sum(place, true)
    }

    fn own(&self, quarter: usize, paid: bool) -> BTreeMap<String, i128> {
        let mut sums = BTreeMap::new();
        for (_, line) in self.lines.iter().enumerate().filter(|(number, _)| place(*number).0 == quarter) {
            if if paid { line.paid } else { line.promised } {
                for (code, (units, _)) in line.held() {
                    *sums.entry((*code).to_owned()).or_insert(0) += units;
                }
            }
        }
        sums.retain(|_, units| *units != 0);
        sums
    }
}

/// The books under test.
struct Desk {
    records: Records,
    ids: Vec<FundingId>,
    rates: BTreeMap<&'static str, i128>,
    paper: Paper,
}

impl Desk {
    async fn open() -> Self {
        let clock = Clock::starting_at(instant("2026-10-05T09:00:00Z"));
        let records = Records::open(Folder::temporary().unwrap(), clock, None).await.unwrap();
        let ids = (0..REQUESTS).map(|_| FundingId::new(records.store.new_id())).collect();
        let paper = Paper { lines: vec![Penciled::default(); REQUESTS], ..Paper::default() };
        Self { records, ids, rates: BTreeMap::from([("EUR", 1000)]), paper }
    }

    fn hand(&self, person: PersonId) -> Hand {
        Hand { person, ambassador: None, name: "Ines".to_owned(), at: self.records.store.clock().now() }
    }

    fn owner(&self, request: usize) -> PersonId {
        PersonId::new(Uuid::from_u128(100 + u128::try_from(request).unwrap()))
    }

    async fn stored(&self, request: usize) -> Option<Stored<Funding>> {
        self.records.store.funding(self.ids[request]).await.unwrap()
    }

    /// Writes a change, if the request can be changed so; tells whether it was.
    async fn change(
        &mut self,
        request: usize,
        by: PersonId,
        change: impl FnOnce(Funding, &Hand) -> Option<Moved>,
    ) -> bool {
        let Some(before) = self.stored(request).await else { return false };
        let Some(moved) = change(before.value.clone(), &self.hand(by)) else { return false };
        match self.records.store.change_funding(&before, &moved, by, &[]).await.unwrap() {
            Ok(()) => true,
            Err(NotBooked::OverBudget { free, needed }) => {
                assert_eq!(units(free), self.paper.free(place(request)));
                assert!(units(needed) > units(free));
                false
            }
            Err(other) => panic!("{other}"),
        }
    }

    async fn asks(&mut self, request: usize, (some, more): (u32, u32), code: usize) {
        let item = |units: u32, code: usize| Item {
            what: Line::parse("Pizza").unwrap(),
            amount: Money::of_smallest(units % 400_000 + 1, currency(CODES[code % CODES.len()])),
        };
        let owner = (AmbassadorId::new(self.owner(request).uuid()), self.owner(request));
        let asking = Asking {
            activity: ActivityId::new(Uuid::from_u128(7)),
            title: Line::parse("Lagos meetup").unwrap(),
            kind: place(request).1,
            way: Way::Direct,
            items: vec![item(some, code), item(more, code + 1), item(some, code)],
            details: reason(),
            outcomes: reason(),
            attendees: None,
            needed_on: "2026-12-15".parse().unwrap(),
            need: None,
        };
        match self.stored(request).await {
            None => {
                let by = self.hand(owner.1);
                let draft = Funding::draft(self.ids[request], owner, asking, by.at);
                self.records.store.begin_funding(&draft.asked(&by).unwrap().funding, &[]).await.unwrap();
            }
            Some(_) => drop(self.change(request, owner.1, |funding, by| funding.asked(by).ok()).await),
        }
    }

    async fn approved(&mut self, request: usize, part: u32) {
        let Some(there) = self.stored(request).await else { return };
        // Of each item something between nothing and all of it.
        let of = |item: &Item| {
            let most = u32::try_from(units(item.amount)).unwrap();
            Money::of_smallest(if part.is_multiple_of(3) { most } else { part % (most + 1) }, item.amount.currency())
        };
        let items: Vec<_> = there.value.asking.items.iter().map(of).collect();
        let sums: Sums = items.iter().copied().collect();
        let rates = self.records.store.rates(currency("EUR")).await.unwrap();
        let today = "2026-10-05".parse().unwrap();
        let done = self
            .change(request, treasurer(), |funding, by| {
                let approving = Approving { items, until: today, reason: reason(), exception: false };
                let quarter = quarters()[place(request).0];
                let terms = Terms { rates: &rates, program: currency("EUR"), quarter, today, cap: None };
                funding.approved(by, approving, terms).ok()
            })
            .await;
        if done {
            let approved = sums.iter().map(|money| {
                let code = CODES.into_iter().find(|code| *code == money.currency().code()).unwrap();
                (code, (units(money), cents(units(money), code, self.rates[code])))
            });
            let approved: Amounts = approved.collect();
            let value: i128 = approved.values().map(|(_, cents)| cents).sum();
            assert!(value <= self.paper.free(place(request)), "nothing is promised that is not there");
            let rates = self.rates.clone();
            self.paper.lines[request] = Penciled { approved, rates, promised: true, ..Penciled::default() };
        }
    }

    async fn authorized(&mut self, request: usize, invoiced: u32) {
        let Some(there) = self.stored(request).await else { return };
        let Some(approval) = there.value.approval() else { return };
        let invoiced: Sums = approval
            .booking()
            .amounts()
            .iter()
            .map(|money| Money::of_smallest(invoiced % 1_200_000, money.currency()))
            .collect();
        let done = self.change(request, treasurer(), |funding, by| funding.payable(by, &invoiced).ok()).await;
        if done {
            let line = &mut self.paper.lines[request];
            line.authorized.clear();
            for (code, (approved, value)) in &line.approved {
                let least = units(invoiced.of(currency(code))).min(*approved);
                let worth = if least == *approved { *value } else { cents(least, code, line.rates[code]).min(*value) };
                if least > 0 {
                    line.authorized.insert(code, (least, worth));
                }
            }
        }
    }

    /// Pays what is payable of these requests in one batch: by hand, or by a list of what the bank paid, which comes twice.
    async fn paid(&mut self, first: usize, count: usize, by_list: bool) {
        let mut chosen = Vec::new();
        for request in first..(first + count).min(REQUESTS) {
            let there = self.stored(request).await;
            chosen.extend(there.filter(|there| there.value.state() == FundingState::Payable));
        }
        let by = self.hand(treasurer());
        let requests: Vec<_> = chosen.iter().map(|there| there.value.clone()).collect();
        let Ok(batch) = Batch::of(BatchId::new(self.records.store.new_id()), &requests, &by) else { return };
        let store = &self.records.store;
        assert_eq!(store.put_together(&batch, &chosen).await.unwrap(), PutTogether::Kept);
        let payment = Payment { reference: Line::parse("SEPA 1").unwrap(), on: "2026-10-05".parse().unwrap() };
        let all: BTreeMap<_, _> = requests.iter().map(|request| (request.id, request.clone())).collect();
        let list = list_of(&batch);
        if by_list {
            let statement = Statement::of(&list, &batch, &all, &by, payment.on).unwrap();
            let marks: Vec<_> = statement.marks().into_iter().map(|(id, payment)| (id, payment.clone())).collect();
            let every: BTreeMap<_, _> = all.keys().map(|id| (*id, payment.clone())).collect();
            assert_eq!(marks, every.into_iter().collect::<Vec<_>>(), "the list names each of them");
        }
        for before in &chosen {
            let batch = store.batch(batch.id).await.unwrap().unwrap();
            let begun = match by_list {
                true => batch.value.clone(),
                false => batch.value.clone().paying(payment.clone()).unwrap(),
            };
            let marked = begun.marked(before.value.id, payment.clone()).unwrap();
            let moved = before.value.clone().paid(&by, payment.clone()).unwrap();
            let letter = letter_about(before.value.id, before.version);
            let told = (Some(&letter), payment.on);
            let paid = store.pay_in_batch((&batch, &marked), before, &moved, by.person, told).await.unwrap();
            assert_eq!(paid, Ok(()));
            let number = self.ids.iter().position(|id| *id == before.value.id).unwrap();
            let line = &mut self.paper.lines[number];
            (line.promised, line.paid) = (false, true);
        }
        if by_list {
            let there = store.batch(batch.id).await.unwrap().unwrap().value;
            let again = Statement::of(&list, &there, &all, &by, payment.on).unwrap();
            assert_eq!((again.marks().len(), there.waiting().count()), (0, 0), "the same list marks nothing twice");
        }
    }

    /// The step that takes a request on from where it stands, or back from where it was paid.
    async fn next(&self, request: usize, more: u32) -> u8 {
        match self.stored(request).await.map(|there| there.value.state()) {
            Some(FundingState::Asked) => 4,
            Some(FundingState::Approved | FundingState::ToBeDocumented) => 10,
            Some(FundingState::Documented) => 14,
            Some(FundingState::Payable) => 17,
            Some(FundingState::Paid) => 20 + u8::from(more.is_multiple_of(2)),
            Some(FundingState::Settled) => 22,
            Some(FundingState::Expired) => 9,
            None | Some(FundingState::Draft | FundingState::Declined | FundingState::Withdrawn) => 2,
        }
    }

    async fn step(&mut self, (what, request, some, more, code): (u8, usize, u32, u32, usize)) {
        self.records.store.clock().advance(chrono::Duration::seconds(1));
        let owner = self.owner(request);
        let ended = "2026-10-06".parse().unwrap();
        // Half of the steps are what comes next for the request, so that many go the whole way.
        let what = match what {
            ANYTHING.. => self.next(request, more).await,
            what => what,
        };
        match what {
            0 => {
                let (quarter, kind) = place(request);
                let budget = Money::of_smallest(some % 2_000_000, currency("EUR"));
                let there = self.records.store.book(quarters()[quarter], currency("EUR")).await.unwrap();
                let was = there.map_or(Money::zero(currency("EUR")), |there| there.value.account(kind).budget);
                let (store, all) = (&self.records.store, [(kind, was, budget)]);
                let set = store.set_budgets(quarters()[quarter], currency("EUR"), &all, treasurer()).await.unwrap();
                let used = self.paper.budget((quarter, kind)) - self.paper.free((quarter, kind));
                assert_eq!(set.is_ok(), units(budget) >= used);
                if set.is_ok() {
                    self.paper.budgets.insert((quarter, kind), units(budget));
                }
            }
            1 => {
                let (code, thousandths) = (CODES[1 + code % 3], i128::from(some % 2000 + 1));
                let value = RateValue::parse(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000)).unwrap();
                let rate = Rate::new(currency(code), value, "2026-10-05".parse().unwrap(), treasurer());
                self.records.store.enter_rate(currency("EUR"), &rate).await.unwrap();
                self.rates.insert(code, thousandths);
            }
            2 | 3 => self.asks(request, (some, more), code).await,
            4 | 5 => self.approved(request, some).await,
            6 => {
                if self.change(request, treasurer(), |funding, by| funding.reconsidered(by, reason()).ok()).await {
                    self.paper.lines[request] = Penciled::default();
                }
            }
            7 => {
                if self.change(request, owner, |funding, by| funding.withdrawn(by, None).ok()).await {
                    self.paper.lines[request] = Penciled::default();
                    self.ids[request] = FundingId::new(self.records.store.new_id());
                }
            }
            8 => {
                if self
                    .change(request, treasurer(), |funding, by| funding.expired(by, ended, None, reason()).ok())
                    .await
                {
                    self.paper.lines[request].promised = false;
                }
            }
            9 => {
                let later = |funding: Funding, by: &Hand| {
                    let until = funding.approval()?.until + chrono::Days::new(2);
                    funding.extended(by, until, "2026-10-05".parse().unwrap(), reason()).ok()
                };
                if self.change(request, treasurer(), later).await {
                    self.paper.lines[request].promised = true;
                }
            }
            10..=12 => {
                let papers = Documents { invoices: 1, ..Documents::default() };
                self.change(request, owner, |funding, by| funding.handed_in(by).ok()).await;
                self.change(request, owner, |funding, by| funding.documented(by, &papers).ok()).await;
            }
            13 => drop(self.change(request, owner, |funding, by| funding.lacking(by).ok()).await),
            14 | 15 => self.authorized(request, some).await,
            16 => drop(self.change(request, treasurer(), |funding, by| funding.sent_back(by, reason()).ok()).await),
            17..=19 => self.paid(request, code + 1, more.is_multiple_of(2)).await,
            20 => {
                if self.change(request, treasurer(), |funding, by| funding.came_back(by, reason()).ok()).await {
                    let line = &mut self.paper.lines[request];
                    (line.promised, line.paid) = (true, false);
                    line.approved = line.authorized.clone();
                }
            }
            21 => drop(self.change(request, owner, |funding, by| funding.settled(by).ok()).await),
            _ => drop(self.change(request, treasurer(), |funding, by| funding.reopened(by, reason()).ok()).await),
        }
    }

    /// The books say what pencil and paper say, and both what the requests themselves hold.
    async fn balance(&self) {
        for (number, quarter) in quarters().into_iter().enumerate() {
            let there = self.records.store.book(quarter, currency("EUR")).await.unwrap();
            let book = there.map_or_else(|| Book::empty(quarter, currency("EUR")), |there| there.value);
            for kind in KINDS {
                let account = book.account(kind);
                let place = (number, kind);
                assert_eq!(units(account.budget), self.paper.budget(place));
                assert_eq!(units(account.committed), self.paper.sum(place, false));
                assert_eq!(units(account.paid), self.paper.sum(place, true));
                assert_eq!(units(account.free()), self.paper.free(place), "budget = free + committed + paid");
            }
            let own = |sums: &Sums| -> BTreeMap<_, _> {
                sums.iter().map(|money| (money.currency().code().to_owned(), units(money))).collect()
            };
            assert_eq!(own(book.committed()), self.paper.own(number, false));
            assert_eq!(own(book.paid()), self.paper.own(number, true));
        }
        for request in 0..REQUESTS {
            let held = self.stored(request).await.and_then(|there| there.value.held().cloned());
            let held: i128 = held.and_then(|held| held.value()).map_or(0, units);
            let line = &self.paper.lines[request];
            let on_paper: i128 = line.held().values().map(|(_, cents)| cents).sum();
            assert_eq!(held, if line.promised || line.paid { on_paper } else { 0 });
        }
    }
}

/// The list of a batch as the bank fills it in: a line each amount.
fn list_of(batch: &Batch) -> String {
    let amounts =
        batch.entries().iter().flat_map(|entry| entry.amounts.iter().map(move |money| (entry.request, money)));
    let lines =
        amounts.map(|(request, money)| format!("{request},{},{},SEPA 1,2026-10-05\n", money.typed(), money.currency()));
    std::iter::once("request,amount,currency,reference,paid_on\n".to_owned()).chain(lines).collect()
}

fn letter_about(request: FundingId, version: u64) -> Draft {
    let to = Email::parse("amara@example.org").unwrap();
    Draft::new(format!("paid/{request}/{version}"), Lane::Now, &to, "en", &"paid")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// M12, M14
    #[test]
    fn whatever_is_asked_approved_paid_and_taken_back_the_books_balance_to_the_cent_in_every_currency(
        steps in proptest::collection::vec((0..2 * ANYTHING, 0..REQUESTS, any::<u32>(), any::<u32>(), 0usize..4), 60..140)
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
        runtime.block_on(async {
            let mut desk = Desk::open().await;
            // A budget and rates to begin with, so that most of what is asked for can be promised.
            for request in 0..4 {
                desk.step((0, request, 1_999_999, 0, 0)).await;
            }
            for code in 0..3 {
                desk.step((1, 0, 899, 0, code)).await;
            }
            for step in steps {
                desk.step(step).await;
                desk.balance().await;
            }
        });
    }
}

/// C7, R8
#[tokio::test(flavor = "multi_thread")]
async fn a_request_waits_in_one_batch_even_when_two_people_choose_it_at_once() {
    let mut desk = Desk::open().await;
    for step in [(0, 0, 1_999_999), (2, 0, 5000), (4, 0, 3), (10, 0, 0), (14, 0, 1_000_000)] {
        desk.step((step.0, step.1, step.2, 5000, 0)).await;
        desk.step((1, 0, 899, 0, 0)).await;
    }
    let request = desk.stored(0).await.unwrap();
    assert_eq!(request.value.state(), FundingState::Payable);
    let store = &desk.records.store;
    let batch = |person: u128| {
        let by = desk.hand(PersonId::new(Uuid::from_u128(person)));
        Batch::of(BatchId::new(store.new_id()), std::slice::from_ref(&request.value), &by).unwrap()
    };
    let (mine, yours) = (batch(9), batch(10));
    let chosen = [request.clone()];
    let (one, other) = tokio::join!(store.put_together(&mine, &chosen), store.put_together(&yours, &chosen));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(
        [(PutTogether::Kept, PutTogether::InAnotherBatch), (PutTogether::InAnotherBatch, PutTogether::Kept)]
            .contains(&(one, other)),
        "{one:?} {other:?}"
    );
    let kept = if one == PutTogether::Kept { mine } else { yours };
    assert_eq!(store.batches_of(&[request.value.id]).await.unwrap(), [(request.value.id, kept.id)].into());
    let there = store.batch(kept.id).await.unwrap().unwrap();
    store.change_batch(&there, &there.value.clone().undone().unwrap(), kept.made_by, "undo").await.unwrap();
    assert_eq!(store.batches_of(&[request.value.id]).await.unwrap(), BTreeMap::new());
    let again =
        Batch::of(BatchId::new(store.new_id()), std::slice::from_ref(&request.value), &desk.hand(treasurer())).unwrap();
    assert_eq!(store.put_together(&again, &chosen).await.unwrap(), PutTogether::Kept);
}
