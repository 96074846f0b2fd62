//! The image out of the log: built at the start, caught up when another program appended.

mod linked;

use crate::{App, AppError, load};
use danso_model::{Entry, Event, EventBody, EventId, HouseholdId, PersonId, Position, Shard, SubjectId};
use danso_registry::{Claim, CodedHealth, ResidentClaim, corrected};
use danso_store::{Store, StoredEntry};
use danso_tally::Image;
use danso_vault::{MasterKey, STATISTICS, SubjectKey};
use danso_wire::decode_entry;
use linked::Linked;
use std::collections::{HashMap, HashSet};

/// Entries read from the store at once.
const PAGE: u32 = 5_000;
/// Subjects are dealt with in so many parts.
const PARTS: usize = 256;
/// What is told is kept in pieces of so many.
const CHUNK: usize = 1_024;
/// What events say is held of as many subjects as come to this; the others wait for the next reading of the log. About a gigabyte.
const HELD: usize = 6_000_000;

/// Builds an image by reading a log from its beginning. Of what is sealed only what is counted is opened.
///
/// With it come the persons whom some event calls the same as another.
pub(crate) async fn build(store: &dyn Store, shard: Shard, master: &MasterKey) -> Result<(Image, HashSet<PersonId>), AppError> {
    build_holding(store, shard, master, HELD).await
}

async fn build_holding(
    store: &dyn Store,
    shard: Shard,
    master: &MasterKey,
    limit: usize,
) -> Result<(Image, HashSet<PersonId>), AppError> {
    let mut builder = Builder { limit, ..Builder::new(shard, master) };
    let mut after = Position::default();
    loop {
        let page = store.entries(shard, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        builder.read(store, &page).await?;
    }
    builder.finish(store).await?;
    Ok((builder.image, builder.linked.persons()))
}

/// What one accepted event says of one subject.
struct Told {
    subject: SubjectId,
    position: Position,
    claim: ResidentClaim,
}

/// A correction while it did not count.
struct Passed {
    target: EventId,
    from: Position,
    /// When it was accepted; None while it is not.
    to: Option<Position>,
}

/// Reads a log into an image, subject by subject: the claims of one are folded up to each of their positions, then dropped.
///
/// The log is read once where what it says fits ([`HELD`]), and again for each further share of the subjects where it does not, so that
/// memory has a bound however long the log is.
pub(crate) struct Builder<'a> {
    shard: Shard,
    master: &'a MasterKey,
    statistics: HashMap<SubjectId, SubjectKey>,
    pub(crate) image: Image,
    /// Households that accepted events opened.
    pub(crate) opened: Vec<HouseholdId>,
    /// Persons whom accepted events introduced.
    pub(crate) introduced: Vec<PersonId>,
    passed: HashMap<EventId, Passed>,
    waiting: HashMap<EventId, Waiting>,
    /// In chunks that never grow, so that memory holds what was told and no holes.
    parts: Vec<Vec<Vec<Told>>>,
    /// The parts that are held in this reading, and how much was told of them.
    held: std::ops::Range<usize>,
    told: usize,
    limit: usize,
    first: bool,
    linked: Linked,
}

struct Waiting {
    event: Box<Event>,
    subjects: Vec<SubjectId>,
    counted: Option<CodedHealth>,
}

/// Any even share of the subjects.
fn part_of(subject: SubjectId) -> usize {
    let mixed = subject
        .as_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (mixed >> 32) as usize % PARTS
}

/// Whether something of the sealed part is counted.
const fn tells_health(body: &EventBody) -> bool {
    matches!(
        body,
        EventBody::ContraceptionStart { .. }
            | EventBody::ContraceptionStop { .. }
            | EventBody::Pregnancy { .. }
            | EventBody::PrenatalScreen { .. }
            | EventBody::NewbornScreen { .. }
            | EventBody::Disability { .. }
    )
}

impl<'a> Builder<'a> {
    pub(crate) fn new(shard: Shard, master: &'a MasterKey) -> Self {
        Self {
            shard,
            master,
            statistics: HashMap::from([(STATISTICS, master.statistics().clone())]),
            image: Image::new(),
            opened: Vec::new(),
            introduced: Vec::new(),
            passed: HashMap::new(),
            waiting: HashMap::new(),
            parts: (0..PARTS).map(|_| Vec::new()).collect(),
            held: 0..PARTS,
            told: 0,
            limit: HELD,
            first: true,
            linked: Linked::default(),
        }
    }

    /// Takes in a page of entries.
    pub(crate) async fn read(&mut self, store: &dyn Store, page: &[StoredEntry]) -> Result<(), AppError> {
        let mut read = Vec::with_capacity(page.len());
        for entry in page {
            let what = decode_entry(entry.kind.as_str(), &entry.payload);
            read.push(what.map_err(|error| AppError::damaged(format!("entry {}: {error}", entry.position)))?);
        }
        let mut counted = self.counted(store, page, &read).await?;
        let with_target: Vec<EventId> =
            read.iter().filter_map(Entry::event).filter(|event| event.target().is_some()).map(|event| event.id).collect();
        let mut index: HashMap<EventId, Vec<SubjectId>> = HashMap::new();
        if !with_target.is_empty() {
            for (event, subject) in store.subjects_of(self.shard, &with_target).await? {
                index.entry(event).or_default().push(subject);
            }
        }
        for event in read.iter().filter_map(Entry::event).filter(|_| self.first) {
            self.linked.note(event);
        }
        for (position, entry) in page.iter().map(|entry| entry.position).zip(read) {
            match entry {
                Entry::Recorded(event) => {
                    let subjects = index.remove(&event.id).unwrap_or_else(|| event.subjects());
                    let counted = counted.remove(&event.id);
                    self.accept(position, &Waiting { event, subjects, counted });
                }
                Entry::Submitted(event) => {
                    let subjects = index.remove(&event.id).unwrap_or_else(|| event.subjects());
                    if let Some(target) = event.supersedes.filter(|_| self.first) {
                        self.passed.insert(event.id, Passed { target, from: position, to: None });
                    }
                    let counted = counted.remove(&event.id);
                    self.waiting.insert(event.id, Waiting { event, subjects, counted });
                }
                Entry::Accepted { event, .. } => {
                    if let Some(waiting) = self.waiting.remove(&event) {
                        self.accept(position, &waiting);
                    }
                }
                Entry::Returned { event, .. } | Entry::Withdrawn { event, .. } => {
                    self.waiting.remove(&event);
                }
                Entry::Erased { .. } => {}
            }
            self.image.advance(position);
        }
        Ok(())
    }

    /// What is counted of health, by event.
    async fn counted(
        &self,
        store: &dyn Store,
        page: &[StoredEntry],
        read: &[Entry],
    ) -> Result<HashMap<EventId, CodedHealth>, AppError> {
        let (mut counted, mut older) = (HashMap::new(), Vec::new());
        for (entry, what) in page.iter().zip(read) {
            let Some(event) = what.event().filter(|event| tells_health(&event.body)) else { continue };
            match load::counted(entry, &self.statistics)? {
                Some(health) => {
                    counted.insert(event.id, health);
                }
                None => older.push(entry.clone()),
            }
        }
        if !older.is_empty() {
            let opened = load::open_counted(store, self.shard, self.master, &older).await?;
            counted.extend(opened.into_iter().filter_map(|(event, health)| Some((event.id, health?))));
        }
        Ok(counted)
    }

    fn accept(&mut self, position: Position, accepted: &Waiting) {
        let Waiting { event, subjects, counted } = accepted;
        if self.first {
            if let Some(passed) = self.passed.get_mut(&event.id) {
                passed.to = Some(position);
            }
            let (persons, households) = event.body.introduces();
            self.introduced.extend(persons);
            self.opened.extend(households);
        }
        for subject in subjects {
            let part = part_of(*subject);
            if !self.held.contains(&part) {
                continue;
            }
            let claim = ResidentClaim::with_health(event, *subject, *counted);
            if claim.matters() {
                let part = &mut self.parts[part];
                if part.last().is_none_or(|chunk| chunk.len() == CHUNK) {
                    part.push(Vec::with_capacity(CHUNK));
                }
                let Some(part) = part.last_mut() else { continue };
                self.told += 1;
                part.push(Told { subject: *subject, position, claim });
            }
        }
        self.fit();
    }

    /// Leaves parts for the next reading when there is too much to hold.
    fn fit(&mut self) {
        while self.held.len() > 1 && self.told > self.limit {
            self.held.end = self.held.start + self.held.len() / 2;
            for part in &mut self.parts[self.held.end..] {
                self.told -= part.iter().map(Vec::len).sum::<usize>();
                *part = Vec::new();
            }
        }
    }

    /// Folds what was read, and reads again what could not be held. Call once, after the whole log was read.
    pub(crate) async fn finish(&mut self, store: &dyn Store) -> Result<(), AppError> {
        let end = self.image.head();
        loop {
            for part in self.held.clone() {
                let told = std::mem::take(&mut self.parts[part]);
                self.learn(told.into_iter().flatten().collect());
            }
            self.told = 0;
            self.held = self.held.end..PARTS;
            if self.held.is_empty() {
                break;
            }
            self.first = false;
            self.waiting.clear();
            let mut after = Position::default();
            while after < end {
                let mut page = store.entries(self.shard, after, PAGE).await?;
                page.retain(|entry| entry.position <= end);
                let Some(last) = page.last() else { break };
                after = last.position;
                self.read(store, &page).await?;
            }
        }
        self.waiting = HashMap::new();
        self.learn_linked(store, end).await?;
        self.image.settle();
        Ok(())
    }

    fn learn(&mut self, mut told: Vec<Told>) {
        // Those who may be one person are learnt together, at the end.
        told.retain(|each| !self.linked.has(each.subject));
        told.sort_unstable_by_key(|each| (each.subject, each.position));
        let mut told = told.into_iter().peekable();
        let mut claims: Vec<ResidentClaim> = Vec::new();
        while let Some(Told { subject, position, claim }) = told.next() {
            claims.push(claim);
            if self.passed.is_empty() {
                self.image.learn(position, subject, &claims);
            } else {
                let passed = |id: EventId| {
                    let passed = self.passed.get(&id)?;
                    (passed.from <= position && passed.to.is_none_or(|to| position < to)).then_some(passed.target)
                };
                let resolved: Vec<ResidentClaim> =
                    claims.iter().map(|claim| claim.clone().correcting(corrected(claim.corrects(), passed))).collect();
                self.image.learn(position, subject, &resolved);
            }
            if told.peek().is_none_or(|next| next.subject != subject) {
                claims.clear();
            }
        }
    }
}

impl App {
    /// Looks at the image in use.
    ///
    /// # Errors
    /// When a thread panicked while the image learnt.
    pub fn look<T>(&self, look: impl FnOnce(&Image) -> T) -> Result<T, AppError> {
        Ok(look(&*self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?))
    }

    /// Builds the image from the log again, beside the one in use. `held` bounds what is held of events while the log is read, in claims
    /// of about 150 bytes; the less, the more often it is read.
    ///
    /// # Errors
    /// When the store fails or holds what cannot be read.
    pub async fn image_again(&self, held: usize) -> Result<Image, AppError> {
        Ok(build_holding(self.store.as_ref(), self.shard, &self.master, held).await?.0)
    }

    /// Up to where the image knows the log.
    pub(crate) fn known(&self) -> Result<Position, AppError> {
        Ok(self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?.head())
    }

    /// Learns what another program appended. Call while holding the writing lock.
    pub(crate) async fn catch_up(&self) -> Result<(), AppError> {
        let known = self.known()?;
        let head = self.store.head(self.shard).await?;
        if head.position > known {
            self.recent.forget();
            // Someone else writing is rare (a bulk load beside a running server), so the image is simply built again.
            let (fresh, linked) = build(self.store.as_ref(), self.shard, &self.master).await?;
            *self.linked.write().map_err(|_| AppError::damaged("the linked persons, by a panic"))? = linked;
            *self.image.write().map_err(|_| AppError::damaged("the image, by a panic"))? = fresh;
            self.reload_territory().await?;
        }
        Ok(())
    }
}
