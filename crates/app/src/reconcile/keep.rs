//! Opening a reconciliation, and adding steps to it.

use super::frozen::Frozen;
use super::progress::{Brief, Progress};
use super::standard::{Places, Standard};
use super::state::State;
use super::steps::{Step, Taken};
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_linkage::date::Day;
use danso_linkage::units::Succession;
use danso_model::{EventId, ReconciliationId, SubjectId, UserId};
use danso_places::{Level, UnitCode};
use danso_store::{ReconciliationRow, ReconciliationStep, StoreError};
use danso_vault::{NONCE_LEN, SubjectKey, seal};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Reconciliations kept open in memory. One of a commune of 15 000 people is about 20 MB.
const KEPT: usize = 3;
/// How often a step is tried again after somebody else's came first.
const TRIES: usize = 4;

/// A reconciliation, opened.
pub(super) struct Opened {
    pub(super) row: ReconciliationRow,
    pub(super) brief: Brief,
    pub(super) frozen: Arc<Frozen>,
    pub(super) standard: Arc<Standard>,
    pub(super) steps: Vec<Taken>,
    pub(super) state: State,
    key: SubjectKey,
}

/// A reconciliation that was just made.
pub(super) struct Fresh<'a> {
    pub(super) id: ReconciliationId,
    pub(super) unit: UnitCode,
    pub(super) by: UserId,
    pub(super) brief: &'a Brief,
    pub(super) frozen: &'a Frozen,
    /// With the first step, if there is one.
    pub(super) progress: &'a Progress,
    pub(super) first: Option<&'a Taken>,
}

/// Those opened lately, the latest last.
#[derive(Default)]
pub(crate) struct Reconciled(Mutex<VecDeque<Arc<Opened>>>);

impl std::fmt::Debug for Reconciled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reconciled(…)")
    }
}

pub(super) fn subject(id: ReconciliationId) -> SubjectId {
    SubjectId::from_bytes(*id.as_bytes())
}

/// Seals something of a reconciliation; `bound` is the reconciliation for the content, and another id for each step.
fn sealed(app: &App, id: ReconciliationId, key: &SubjectKey, bound: EventId, plain: Vec<u8>) -> Vec<u8> {
    seal(&[(subject(id), key.clone(), plain)], bound, &mut |bytes| app.env.chance.fill(bytes))
}

fn opened(id: ReconciliationId, key: &SubjectKey, bound: EventId, blob: &[u8]) -> Result<Vec<u8>, AppError> {
    let keys = HashMap::from([(subject(id), key.clone())]);
    let parts = danso_vault::open(blob, bound, &keys).map_err(|error| AppError::damaged(error.to_string()))?;
    parts.into_iter().find_map(|(_, plain)| plain).ok_or_else(|| AppError::damaged(format!("reconciliation {id}")))
}

/// What a step is bound to: nobody can put it in another place or under another reconciliation.
fn bound_to(id: ReconciliationId, number: u32) -> EventId {
    let mut hash = blake3::Hasher::new();
    hash.update(id.as_bytes());
    hash.update(&number.to_be_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    EventId::from_bytes(bytes)
}

impl App {
    /// What reading addresses and codes of communes needs, for a unit.
    pub(super) fn reading_places(&self, unit: UnitCode) -> Places {
        let (territory, today) = (self.territory(), self.env.today());
        let gazetteer = territory.tree.gazetteer();
        let mut places = Places { of_all: (unit.level() == Level::Commune).then(|| unit.to_string()), ..Places::default() };
        let province = gazetteer.ancestor(unit, Level::Province, today);
        let near = |code: UnitCode, at| gazetteer.ancestor(code, Level::Province, at) == province;
        for step in gazetteer.successions().iter().filter(|step| step.new.level() == Level::Commune) {
            let day = Day::checked(
                step.on.year().unsigned_abs().into(),
                step.on.month().unsigned_abs().into(),
                step.on.day().unsigned_abs().into(),
            );
            let (old, new) = (step.old.to_string(), step.new.to_string());
            places.successions.push(Succession { old, new, share: 1.0, from: Some(day) });
        }
        // Names of communes mean something only near by; those of today come last and stay.
        for unit in gazetteer.all().iter().filter(|unit| unit.code.level() == Level::Commune) {
            let at = unit.valid_to.unwrap_or(today).min(today);
            if unit.valid_to.is_some() && near(unit.code, at) || unit.valid_to.is_none() && near(unit.code, today) {
                for name in [unit.name, unit.full_name] {
                    places.communes.insert(danso_catalog::fold(name), unit.code.to_string());
                }
            }
        }
        for hamlet in territory.hamlets_in(unit, today) {
            if let (Some(row), Some(commune)) = (territory.hamlet(hamlet, today), territory.commune_of(hamlet, today)) {
                places.hamlets.insert(hamlet.0, (format!("{} {}", row.kind, row.name), commune.to_string()));
            }
        }
        places
    }

    /// Keeps a new reconciliation.
    pub(super) async fn keep_reconciliation(&self, fresh: Fresh<'_>) -> Result<(), AppError> {
        let Fresh { id, unit, by, brief, frozen, progress, first } = fresh;
        let key = SubjectKey::generate(|bytes| self.env.chance.fill(bytes));
        let mut nonce = [0; NONCE_LEN];
        self.env.chance.fill(&mut nonce);
        let content = sealed(self, id, &key, EventId::from_bytes(*id.as_bytes()), frozen.pack()?);
        let progress = progress.text()?;
        let row = ReconciliationRow {
            id,
            unit: unit.to_string(),
            by,
            at_ms: self.env.now_ms(),
            key: Some(self.master.wrap(subject(id), &key, nonce)),
            summary: brief.text()?,
            progress: progress.clone(),
            last: 0,
        };
        self.store.put_reconciliation(self.shard, &row, &content).await?;
        if let Some(first) = first {
            let stored = self.sealed_step(id, &key, first)?;
            self.store.add_reconciliation_step(self.shard, id, &stored, &progress).await?;
        }
        Ok(())
    }

    /// A step as it is stored.
    fn sealed_step(&self, id: ReconciliationId, key: &SubjectKey, taken: &Taken) -> Result<ReconciliationStep, AppError> {
        let plain = serde_json::to_vec(&taken.step).map_err(|error| AppError::damaged(error.to_string()))?;
        Ok(ReconciliationStep {
            number: taken.number,
            by: taken.by,
            at_ms: taken.at_ms,
            what: taken.step.code().to_owned(),
            sealed: sealed(self, id, key, bound_to(id, taken.number), plain),
        })
    }

    /// A reconciliation as it stands, out of memory or out of the store. Who may see it is for the caller to ask.
    pub(super) async fn open_reconciliation(&self, id: ReconciliationId) -> Result<Arc<Opened>, AppError> {
        let row = self.store.reconciliation(self.shard, id).await?.ok_or(AppError::NotFound)?;
        let Some(wrapped) = &row.key else { return Err(AppError::Conflict { code: "reconciliation_destroyed" }) };
        let before = self.reconciled.0.lock().await.iter().find(|opened| opened.row.id == id).cloned();
        if let Some(before) = before.as_ref().filter(|opened| opened.row.last == row.last) {
            return Ok(Arc::clone(before));
        }
        // Nobody waits for another reconciliation while this one is read.
        let key = self.master.unwrap(subject(id), wrapped).map_err(|error| AppError::damaged(error.to_string()))?;
        let brief = Brief::read(&row.summary)?;
        let (frozen, standard, mut steps) = match before {
            Some(before) => (Arc::clone(&before.frozen), Arc::clone(&before.standard), before.steps.clone()),
            None => {
                let content = self.store.reconciled(self.shard, id).await?.ok_or(AppError::NotFound)?;
                let plain = opened(id, &key, EventId::from_bytes(*id.as_bytes()), &content)?;
                let unit: UnitCode = row.unit.parse().map_err(|_| AppError::damaged("the unit of a reconciliation"))?;
                let places = self.reading_places(unit);
                let (frozen, standard) = in_place(|| {
                    let frozen = Frozen::unpack(&plain)?;
                    let standard = Standard::of(&frozen, &places, brief.listed());
                    Ok::<_, AppError>((frozen, standard))
                })?;
                (Arc::new(frozen), Arc::new(standard), Vec::new())
            }
        };
        let after = steps.last().map_or(0, |taken: &Taken| taken.number);
        for stored in self.store.reconciliation_steps(self.shard, id, after).await? {
            steps.push(read_step(id, &key, &stored)?);
        }
        let state = in_place(|| State::of(&frozen, &standard, &brief.as_of, &steps));
        Ok(self.keep_open(Opened { row, brief, frozen, standard, steps, state, key }).await)
    }

    /// Keeps one in memory in place of what was known of it, unless more is known already.
    async fn keep_open(&self, opened: Opened) -> Arc<Opened> {
        let opened = Arc::new(opened);
        let mut kept = self.reconciled.0.lock().await;
        if !kept.iter().any(|other| other.row.id == opened.row.id && other.row.last > opened.row.last) {
            kept.retain(|other| other.row.id != opened.row.id);
            kept.push_back(Arc::clone(&opened));
            if kept.len() > KEPT {
                kept.pop_front();
            }
        }
        opened
    }

    /// Adds a step, which may look at how things stand; again when someone else's came first.
    pub(super) async fn add_step(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        step: impl Fn(&Opened) -> Result<Step, AppError>,
    ) -> Result<Arc<Opened>, AppError> {
        for _ in 0..TRIES {
            let opened = self.open_reconciliation(id).await?;
            let number = opened.steps.last().map_or(0, |taken| taken.number) + 1;
            let taken = Taken { number, by: caller.user, at_ms: self.env.now_ms(), step: step(&opened)? };
            let stored = self.sealed_step(id, &opened.key, &taken)?;
            let mut steps = opened.steps.clone();
            steps.push(taken);
            let state = in_place(|| State::of(&opened.frozen, &opened.standard, &opened.brief.as_of, &steps));
            let progress = Progress::of(&opened.frozen, &state).text()?;
            match self.store.add_reconciliation_step(self.shard, id, &stored, &progress).await {
                Ok(()) => {
                    let row = ReconciliationRow { progress, last: number, ..opened.row.clone() };
                    let (frozen, standard) = (Arc::clone(&opened.frozen), Arc::clone(&opened.standard));
                    let (brief, key) = (opened.brief.clone(), opened.key.clone());
                    return Ok(self.keep_open(Opened { row, brief, frozen, standard, steps, state, key }).await);
                }
                Err(StoreError::Duplicate { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Conflict { code: "reconciliation_busy" })
    }

    /// Destroys everything of a reconciliation but figures.
    pub(super) async fn destroy_kept(&self, caller: &Caller, id: ReconciliationId, progress: &Progress) -> Result<(), AppError> {
        let row = self.store.reconciliation(self.shard, id).await?.ok_or(AppError::NotFound)?;
        let step = ReconciliationStep {
            number: row.last + 1,
            by: caller.user,
            at_ms: self.env.now_ms(),
            what: "destroyed".to_owned(),
            sealed: Vec::new(),
        };
        match self.store.destroy_reconciliation(self.shard, id, &step, &progress.text()?).await {
            Ok(()) => {}
            Err(StoreError::Duplicate { .. }) => return Err(AppError::Conflict { code: "reconciliation_busy" }),
            Err(error) => return Err(error.into()),
        }
        self.reconciled.0.lock().await.retain(|opened| opened.row.id != id);
        Ok(())
    }
}

fn read_step(id: ReconciliationId, key: &SubjectKey, stored: &ReconciliationStep) -> Result<Taken, AppError> {
    let plain = opened(id, key, bound_to(id, stored.number), &stored.sealed)?;
    let step = serde_json::from_slice(&plain).map_err(|error| AppError::damaged(error.to_string()))?;
    Ok(Taken { number: stored.number, by: stored.by, at_ms: stored.at_ms, step })
}
