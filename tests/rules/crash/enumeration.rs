//! What must hold of every step, whatever befalls it: cut off at each of its calls, and in bad weather.

use super::{Done, Moment, SOON, Stage, Told, pages_of};
use crate::state::State;
use specification::faults::WentWrong;
use specification::{Asked, Break, Cut, Dice, Fault, Faults, Line, Wire};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use web::problem_page::ProblemWords;
use words::{Locale, Words};

/// Under so many seeds of bad weather each step is played.
pub(crate) const PLAYS: u64 = 4;

/// So many seeds for the first time a step is played on a stage, the second, and so on: others for each step, and always
/// the same.
pub(crate) fn seeds_of(step: &str, time: u64, many: u64) -> Vec<u64> {
    let of_step = step.bytes().fold(time, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let mut dice = Dice::of_seed(of_step);
    (0..many).map(|_| dice.below(1_000_000)).collect()
}

/// A number of the surroundings.
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

/// A step, and how it goes when all is well.
struct Scene<'a> {
    step: &'a str,
    done: Done,
    /// What is told apart by name.
    known: BTreeSet<String>,
    before: Moment,
    after: Moment,
    told: Told,
}

impl Stage {
    /// Does a step, and before that does it over and over, each time from the same moment, cut off at each of its calls and
    /// in bad weather:
    ///
    /// 1. Nothing is half done: what a person asked for is done or not done, whatever they were answered.
    /// 2. What was answered well is done.
    /// 3. Done again, it is answered as if it were the first time, and what is kept is what would have been.
    /// 4. In bad weather, whoever is not answered well is told so kindly.
    /// 5. No letter leaves twice, and one is in doubt only where its sender was cut off with it, or the mail service said
    ///    nothing.
    ///
    /// The step is told how often it was done before in the same life.
    pub(crate) async fn enumerate(&mut self, step: &str, done: Done, act: impl AsyncFn(&Self, usize) -> Told) {
        if self.programs.is_some() {
            let told = act(self, 0).await;
            assert!(told.is_well(), "{step}: {told:?}");
            // Asked again, it is found done; but for what is made anew each time.
            if done != Done::AtOnceAndAnew {
                act(self, 1).await;
            }
            self.steps.insert(step.to_owned());
            return;
        }
        self.begins_anew();
        let known = self.state(&BTreeSet::new()).await.ids().clone();
        let before = self.moment(0, known.clone()).await;
        self.wire.asked();
        let told = act(self, 0).await;
        assert!(told.is_well(), "{step}, uncut: {told:?}");
        let calls = self.wire.asked();
        let after = self.moment(1, known.clone()).await;
        let scene = Scene { step, done, known, before, after, told };
        let began = Instant::now();
        // Whoever looks for bad weather, or at some, need not wait for the rest.
        if number("CHANCERY_SEED").or(number("CHANCERY_LARGE")).is_none() {
            self.is_cut_off(&scene, &calls, &act).await;
        }
        self.took.0 += began.elapsed();
        let began = Instant::now();
        self.weathers(&scene, &act).await;
        self.took.1 += began.elapsed();
        self.put_back(&scene.after);
        self.steps.insert(step.to_owned());
    }

    /// Cut off at each of its calls.
    async fn is_cut_off(&mut self, scene: &Scene<'_>, calls: &[Asked], act: &impl AsyncFn(&Self, usize) -> Told) {
        let step = scene.step;
        for how in [Break::End, Break::Hiccup] {
            for cut in [Cut::Before, Cut::After] {
                for at in 0.. {
                    // What was read and told nobody is as what was never asked.
                    if cut == Cut::After && calls.get(at).is_some_and(|call| call.reads()) {
                        continue;
                    }
                    self.put_back(&scene.before);
                    self.wire.asked();
                    self.wire.break_after(at, cut, how);
                    let first = act(self, 0).await;
                    if !self.wire.mend() {
                        assert!(at >= calls.len(), "{step} makes {} calls, and sometimes {at}", calls.len());
                        break;
                    };
                    self.cuts += 1;
                    let call = calls.get(at).map_or("a call", |call| call.operation.as_str());
                    let here = format!("{step}, {how:?} {cut:?} its call {at}, {call}");
                    scene.is_whole(&here, &self.state(&scene.known).await, &first);
                    if how == Break::End {
                        self.begins_anew();
                    }
                    let there = self.is_asked_again(scene, &here, &first, act).await;
                    self.letters_left_once(&here, &there, |letter, state| {
                        scene.before.state.has(letter, state) || (state == "doubt" && scene.is_mail())
                    });
                }
            }
        }
    }

    /// Played in bad weather, by an office that waits for nobody; then the weather is fine and another is asked again.
    async fn weathers(&mut self, scene: &Scene<'_>, act: &impl AsyncFn(&Self, usize) -> Told) {
        for seed in self.seeds(scene.step) {
            std::mem::swap(&mut self.post, &mut self.hurried);
            self.put_back(&scene.before);
            let mut storm = Storm::breaks(&self.wire, scene.step, seed);
            let first = act(self, 0).await;
            storm.is_over();
            std::mem::swap(&mut self.post, &mut self.hurried);
            self.begins_anew();
            for went_wrong in &storm.happened {
                *self.went_wrong.entry((went_wrong.line, went_wrong.fault)).or_default() += 1;
            }
            let here = storm.to_string();
            scene.is_whole(&here, &self.state(&scene.known).await, &first);
            match &first {
                Told::Page { status: status @ 500.., title, .. } => {
                    let words = ProblemWords::of(Words::new(Locale::English), *status);
                    assert_eq!(*title, words.heading, "{here}");
                }
                Told::Page { .. } => assert_eq!(first, scene.told, "{here}: what went well is told in another way"),
                Told::Done | Told::Again(_) => {}
            }
            let there = self.is_asked_again(scene, &here, &first, act).await;
            self.letters_left_once(&here, &there, |letter, state| {
                let may_be = match state {
                    "doubt" => scene.is_mail() && storm.leaves_doubt(),
                    _ => storm.happened.iter().any(|it| it.fault == Fault::Refused),
                };
                may_be || scene.before.state.has(letter, state)
            });
        }
    }

    /// The seeds this step is played with now; the one that `CHANCERY_SEED` names, or as many as `CHANCERY_LARGE` says.
    fn seeds(&mut self, step: &str) -> Vec<u64> {
        let played = self.played.entry(step.to_owned()).or_default();
        *played += 1;
        match number("CHANCERY_SEED") {
            Some(seed) => vec![seed],
            None => seeds_of(step, *played, number("CHANCERY_LARGE").unwrap_or(PLAYS)),
        }
    }

    /// Asked again as a person or AWS would, it is answered as if it were the first time, and all is as it would have been.
    async fn is_asked_again(
        &self,
        scene: &Scene<'_>,
        here: &str,
        first: &Told,
        act: &impl AsyncFn(&Self, usize) -> Told,
    ) -> State {
        let Scene { step, done, known, after, told, .. } = scene;
        let is_mail = scene.is_mail();
        let mut again = Told::Again(String::new());
        for time in 1..=2 {
            again = act(self, time).await;
            if matches!(again, Told::Page { .. }) || (again == Told::Done && !is_mail) {
                break;
            }
        }
        let there = self.state(known).await;
        let is_signed_out = *done == Done::AtOnceWithTheSession
            && matches!(again, Told::Page { status: 401, .. })
            && scene.is_as(&there, &after.state);
        assert!(
            again == *told || is_signed_out,
            "{here}: answered {again:?} when asked again, not {told:?}, after {first:?}"
        );
        let as_before = if is_mail || *step == "POST /sign-in/{token}" {
            there.is_but_for_links(&after.state)
        } else {
            scene.is_as(&there, &after.state)
        };
        assert!(as_before, "{here}: not what would have been\n{}", after.state.unlike(&there));
        there
    }

    /// No letter left twice, and those that did are known to have.
    fn letters_left_once(&self, here: &str, now: &State, may_be: impl Fn(&str, &str) -> bool) {
        let taken: Vec<_> = self.taken.lock().unwrap().iter().map(|letter| letter.message_id.clone()).collect();
        let mut accounted = 0;
        for letter in now.letters() {
            let ids = (1..=letter.attempts).map(|attempt| {
                format!("{}@example.org", store::secret::hash(format!("{}#{attempt}", letter.id).as_bytes()))
            });
            let left: usize = ids.map(|id| taken.iter().filter(|taken| **taken == id).count()).sum();
            accounted += left;
            match letter.state.as_str() {
                "sent" => assert_eq!(left, 1, "{here}: {} left {left} times", letter.id),
                state @ ("doubt" | "refused") => {
                    let well = may_be(&letter.id, state) && left <= usize::from(state == "doubt");
                    assert!(well, "{here}: {} is {state}, and left {left} times", letter.id);
                }
                state => assert_eq!(left, 0, "{here}: {} is {state}, and left {left} times", letter.id),
            }
        }
        assert_eq!(accounted, taken.len(), "{here}: a letter left that is not in the outbox");
    }

    /// Lets the process end that shows the pages, and another begin, which remembers nothing.
    pub(super) fn begins_anew(&self) {
        *self.pages.lock().unwrap() = pages_of(&self.post.store, &self.url);
    }
}

impl Scene<'_> {
    fn is_mail(&self) -> bool {
        self.step.starts_with("mailer")
    }

    fn is_as(&self, there: &State, other: &State) -> bool {
        match self.done {
            Done::AtOnceAndAnew => there.is_but_for_how_often_links_were_made(other),
            _ => there.is_as(other),
        }
    }

    /// Nothing is half done, and what was answered well is done.
    fn is_whole(&self, here: &str, there: &State, first: &Told) {
        let whole = self.is_as(there, &self.after.state);
        if self.done != Done::ByPieces {
            let is_one =
                whole || [&self.before, &self.after].iter().any(|moment| there.is_but_for_links(&moment.state));
            assert!(is_one, "{here}: half is done\n{}", self.after.state.unlike(there));
        }
        if first.is_well() && !self.is_mail() {
            assert!(whole, "{here}: answered {first:?}\n{}", self.after.state.unlike(there));
        }
    }
}

/// The bad weather of one seed.
struct Storm {
    wire: Wire,
    step: String,
    seed: u64,
    happened: Vec<WentWrong>,
    began: Instant,
    lasted: Option<Duration>,
}

impl Storm {
    fn breaks(wire: &Wire, step: &str, seed: u64) -> Self {
        wire.goes_wrong(Faults::of_seed(seed));
        Self {
            wire: wire.clone(),
            step: step.to_owned(),
            seed,
            happened: Vec::new(),
            began: Instant::now(),
            lasted: None,
        }
    }

    fn is_over(&mut self) {
        self.happened = self.wire.goes_well();
        self.lasted = Some(self.began.elapsed());
    }

    /// Whether a letter may be left in doubt: the mail service said nothing clear, or its fate could not be written down. On
    /// a machine that is slow itself, it may have said nothing in time.
    fn leaves_doubt(&self) -> bool {
        let was_slow = self.lasted.is_none_or(|lasted| lasted >= SOON);
        was_slow
            || self.happened.iter().any(|it| match it.line {
                Line::Mail => matches!(it.fault, Fault::Failed(_) | Fault::Closed(_) | Fault::Silent(_)),
                Line::Tables => it.operation == "TransactWriteItems",
                Line::Files | Line::Keys => false,
            })
    }
}

impl std::fmt::Display for Storm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in the weather of CHANCERY_SEED={} (", self.step, self.seed)?;
        for (place, went_wrong) in self.happened.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{went_wrong}")?;
        }
        write!(f, ")")
    }
}

/// Whatever fails in it tells how to see it again.
impl Drop for Storm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            if self.lasted.is_none() {
                self.is_over();
            }
            eprintln!("{self}");
        }
    }
}
