//! Taking events in: nothing authentic is ever refused, every event ends in the log or among the parked.

mod behalf;
mod counters;
mod reading;

use crate::chain::Writer;
use crate::held::Held;
use crate::judge::{Opinion, households_of, issue_of, remark, with_kept};
use crate::load;
use crate::plan::{Plan, Ready, Written, number_subject};
use crate::project::{event_row, place_of};
use crate::world::{Standing, View};
use crate::{App, AppError};
pub(crate) use counters::GAPS;
use danso_auth::{Caller, Scope};
use danso_model::{DeviceId, Entry, Event, EventBody, EventId, EventStatus, Position, SubjectId, UserId};
use danso_registry::{Verdict, decide};
use danso_store::{Arrival, DeviceMark, ParkedRow, Severity, StoreError};
use danso_vault::NONCE_LEN;
use danso_wire::{Outcome, OutcomeKind};
use reading::{Read, Sent, awaited, read};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Where events come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// A push of a device that has given out counters up to here.
    Device(DeviceId, u64),
    /// Entered at the desk.
    Desk,
    /// Parked before, and its place is there now.
    Parked,
}

/// A push as planned: what it will write, and what becomes of each event.
pub(crate) struct Draft {
    /// Whose household documents are worth keeping for the next push.
    device: Option<DeviceId>,
    /// The commits up to which what it rests on is true.
    count: u64,
    /// What it rests on besides the subjects of its world: its events, devices, numbers of people.
    rests_on: HashSet<SubjectId>,
    pub(crate) ready: Ready,
    outcomes: Vec<Outcome>,
    /// What others may have waited for.
    woken: Vec<SubjectId>,
}

/// What became of a push, and what others may have waited for.
pub(crate) type Done = (Vec<Outcome>, Vec<SubjectId>);

impl Draft {
    /// Whether it was planned on what is known of a subject.
    pub(crate) fn rests_on(&self, subject: SubjectId) -> bool {
        self.rests_on.contains(&subject) || self.ready.rests_on(subject)
    }

    /// Splits off what is written from what is told.
    pub(crate) fn split(self) -> (Ready, Told) {
        (self.ready, Told { device: self.device, outcomes: self.outcomes, woken: self.woken })
    }
}

/// What is told once a draft is written.
pub(crate) struct Told {
    device: Option<DeviceId>,
    outcomes: Vec<Outcome>,
    woken: Vec<SubjectId>,
}

impl App {
    /// Takes events in, in one transaction, and tells what became of each. Those that were here before are told so.
    pub(crate) async fn take_in(&self, caller: &Caller, raws: &[Box<RawValue>], door: Door) -> Result<Vec<Outcome>, AppError> {
        let sent: Vec<Sent> =
            raws.iter().map(|raw| Sent { raw: raw.get().as_bytes().to_vec(), by: caller.user, counter_lost: false }).collect();
        let scope = self.scope(caller);
        // All is planned before waiting for the turn to write, while others write. When that fails it is planned again then.
        let draft = self.draft(&sent, &scope, door).await.ok();
        let (outcomes, mut woken) = match self.in_turn(draft).await? {
            Ok(done) => done,
            Err(_writing) => self.take_in_locked(&sent, &scope, door).await?,
        };
        if outcomes.iter().any(|outcome| outcome.outcome == OutcomeKind::Duplicate) {
            // The answer was lost, and with it perhaps what should have followed.
            woken.extend(self.causes_that_came().await?);
        }
        if !woken.is_empty() && !self.store.parked(self.shard, Some(&woken)).await?.is_empty() {
            let _writing = self.writing.lock().await;
            self.wake(woken).await?;
        }
        Ok(outcomes)
    }

    /// Plans and writes while the writing lock is held.
    async fn take_in_locked(&self, sent: &[Sent], scope: &Scope, door: Door) -> Result<Done, AppError> {
        // Whoever comes second plans again: each time, someone else has got on.
        loop {
            let (ready, told) = self.draft(sent, scope, door).await?.split();
            match self.write(vec![ready]).await {
                Ok(written) => {
                    return written.into_iter().next().map(|written| self.told(told, written)).ok_or(AppError::NotFound);
                }
                Err(AppError::Store(StoreError::HeadMoved { .. })) => self.catch_up().await?,
                Err(other) => return Err(other),
            }
        }
    }

    /// What to answer, now that it is known where the events lie.
    pub(crate) fn told(&self, told: Told, written: Written) -> Done {
        let Written { place, count, world, keys } = written;
        if let Some(device) = told.device {
            self.held.put(device, Held { count, world, keys });
        }
        let settled = told
            .outcomes
            .into_iter()
            .map(|outcome| Outcome { position: outcome.position.map(|position| place.settle(Position(position)).0), ..outcome });
        (settled.collect(), told.woken)
    }

    /// Whether nothing that a draft rests on was touched since it was made.
    pub(crate) fn is_true_still(&self, draft: &Draft) -> bool {
        self.recent.untouched_since(draft.count, |subject| draft.rests_on(subject))
    }

    /// Gives parked events another try, each in the scope of whoever sent it, as long as that brings new ones to life.
    async fn wake(&self, mut woken: Vec<SubjectId>) -> Result<(), AppError> {
        while !woken.is_empty() {
            let mut by_sender: BTreeMap<UserId, Vec<Sent>> = BTreeMap::new();
            for row in self.store.parked(self.shard, Some(&woken)).await? {
                let raw = self.master.open_raw(&row.raw).map_err(|error| AppError::damaged(error.to_string()))?;
                by_sender.entry(row.by).or_default().push(Sent { raw, by: row.by, counter_lost: row.device.is_none() });
            }
            woken = Vec::new();
            for (sender, sent) in by_sender {
                let scope = self.scope_of_user(sender).await?;
                woken.extend(self.take_in_locked(&sent, &scope, Door::Parked).await?.1);
            }
        }
        Ok(())
    }

    /// Of what parked events wait for, that which is there.
    async fn causes_that_came(&self) -> Result<Vec<SubjectId>, AppError> {
        let parked = self.store.parked(self.shard, None).await?;
        let waiting: BTreeSet<SubjectId> = parked.iter().filter_map(|row| row.waiting_for).collect();
        let events: Vec<EventId> = waiting.iter().map(|subject| EventId(subject.0)).collect();
        let mut came: Vec<SubjectId> =
            self.store.events_by_id(self.shard, &events).await?.into_iter().map(|row| SubjectId(row.id.0)).collect();
        for subject in waiting {
            if !self.store.entries_of(self.shard, &[subject]).await?.is_empty() {
                came.push(subject);
            }
        }
        Ok(came)
    }

    /// What an account may do now; nothing when there is none.
    async fn scope_of_user(&self, user: UserId) -> Result<Scope, AppError> {
        let row = self.store.users_by_id(&[user]).await?.pop();
        let (login, name, grants) = row.map(|row| (row.login, row.name, row.grants)).unwrap_or_default();
        Ok(self.scope(&Caller { user, login, name, grants, device: None }))
    }

    /// Plans a push, on what is known now.
    async fn draft(&self, sent: &[Sent], scope: &Scope, door: Door) -> Result<Draft, AppError> {
        let count = self.recent.count();
        let reads: Vec<Read> = sent.iter().map(|each| read(&each.raw)).collect();
        let ids: Vec<EventId> = reads.iter().map(Read::id).collect();
        let mut outcomes: HashMap<EventId, Outcome> = self.known_before(&ids, door).await?;
        let now_ms = self.env.now_ms();
        let events: Vec<&Event> =
            reads.iter().filter_map(Read::event).filter(|event| !outcomes.contains_key(&event.id)).collect();
        let mut counters = self.used_counters(&reads, door).await?;
        let mut rests_on: HashSet<SubjectId> = ids.iter().map(|id| SubjectId(id.0)).collect();
        rests_on.extend(counters.keys().map(|device| SubjectId(device.0)));
        let personal = events.iter().flat_map(|event| &event.personal);
        let pins = personal.filter_map(|(_, personal)| personal.pin.as_ref());
        rests_on.extend(pins.map(|pin| number_subject(&self.master.mac_pin(pin.as_str()))));
        let mut plan = self.plan(&events, door).await?;
        let mut woken: Vec<SubjectId> = Vec::new();
        let mut order: Vec<usize> = (0..reads.len()).collect();
        order.sort_by_key(|at| (reads[*at].counter(), *at));
        for at in order {
            let (read, each) = (&reads[at], &sent[at]);
            if outcomes.contains_key(&read.id()) {
                continue;
            }
            let reused = each.counter_lost && read.event().is_some_and(|event| event.device.is_some())
                || read.device(door).is_some_and(|(device, counter)| !counters.entry(device).or_default().insert(counter));
            let outcome = match read {
                Read::Unread { id, code, .. } => {
                    let device = read.device(door).filter(|_| !reused);
                    plan.writer.batch.parked.push(self.parked_row(*id, each, device, code, None, now_ms));
                    parked_outcome(*id, code)
                }
                Read::Event(event) => match decide(event, &plan.world.known(event)) {
                    Verdict::Park { waiting_for } => {
                        let device = event.device.filter(|_| !reused);
                        plan.writer.batch.parked.push(self.parked_row(
                            event.id,
                            each,
                            device,
                            "missing_parent",
                            Some(waiting_for),
                            now_ms,
                        ));
                        parked_outcome(event.id, "missing_parent")
                    }
                    Verdict::Place { findings } => {
                        let mut issues: Vec<_> = findings.iter().map(issue_of).collect();
                        if reused {
                            issues.push(remark("counter_reused"));
                        }
                        if event.by != each.by {
                            issues.push(remark("reported_by_other"));
                        }
                        let mut event = if reused { Event { device: None, ..(**event).clone() } } else { (**event).clone() };
                        // Nothing is sealed for the erased ever again, nor shown on the way.
                        event.personal.retain(|(subject, _)| !matches!(plan.writer.keys.get(subject), Some(None)));
                        woken.extend(awaited(&event));
                        self.place(&mut plan, event, &each.raw, issues, scope, door, now_ms).await?
                    }
                },
            };
            if door == Door::Parked {
                plan.writer.batch.unparked.push(read.id());
            }
            outcomes.insert(read.id(), outcome);
        }
        if let Door::Device(device, last_counter) = door {
            plan.writer.batch.devices.push(DeviceMark { device, last_counter, seen_ms: now_ms });
        }
        let mut listed = HashSet::new();
        let told = ids.iter().filter(|id| listed.insert(**id)).filter_map(|id| outcomes.remove(id));
        let device = if let Door::Device(device, _) = door { Some(device) } else { None };
        Ok(Draft { device, count, rests_on, outcomes: told.collect(), woken, ready: plan.ready(&self.master) })
    }

    /// Outcomes of events that were here before.
    async fn known_before(&self, ids: &[EventId], door: Door) -> Result<HashMap<EventId, Outcome>, AppError> {
        let rows = self.store.events_by_id(self.shard, ids).await?;
        let mut outcomes: HashMap<EventId, Outcome> =
            rows.into_iter().map(|row| (row.id, duplicate(row.id, Some(row.position)))).collect();
        if door != Door::Parked {
            let parked = self.store.parked_by_id(self.shard, ids).await?;
            outcomes.extend(parked.into_iter().map(|row| (row.id, Outcome { code: Some(row.code), ..duplicate(row.id, None) })));
        }
        Ok(outcomes)
    }

    /// Reads what is known about events, beyond what is held of the device's last push.
    async fn plan<'a>(&'a self, events: &[&Event], door: Door) -> Result<Plan<'a>, AppError> {
        let targets: Vec<EventId> = events.iter().filter_map(|event| event.target()).collect();
        let mut subjects: BTreeSet<SubjectId> = events.iter().flat_map(|event| event.subjects()).collect();
        subjects.extend(targets.iter().map(|target| SubjectId(target.0)));
        if !targets.is_empty() {
            subjects.extend(self.store.subjects_of(self.shard, &targets).await?.into_iter().map(|(_, subject)| subject));
        }
        let asked: Vec<SubjectId> = subjects.into_iter().collect();
        let Held { mut world, mut keys, .. } = self.held_for(door).unwrap_or_default();
        self.load_more(&mut world, &asked).await?;
        if events.iter().any(|event| world.links_persons(event)) {
            self.load_kin(&mut world, &asked).await?;
        }
        let sealed = events.iter().flat_map(|event| event.personal.iter().map(|(subject, _)| *subject));
        let sealed: Vec<SubjectId> = sealed.filter(|subject| !keys.contains_key(subject)).collect();
        keys.extend(load::keys(self.store.as_ref(), self.shard, &self.master, &sealed).await?);
        let rows = self.store.events_by_id(self.shard, &targets).await?;
        let mut plan = Plan::new(world, Writer::new(self.shard, keys, &self.master, self.env.chance.as_ref()));
        plan.rows = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(plan)
    }

    /// What is held of a device, when nobody touched it since.
    fn held_for(&self, door: Door) -> Option<Held> {
        let Door::Device(device, _) = door else { return None };
        self.held.take(device).filter(|held| self.recent.untouched_since(held.count, |subject| held.world.rests_on(subject)))
    }

    /// Places an event in the log, accepted or waiting.
    #[expect(clippy::too_many_arguments, reason = "each is another fact of the one decision")]
    async fn place(
        &self,
        plan: &mut Plan<'_>,
        event: Event,
        raw: &[u8],
        mut issues: Vec<danso_wire::Issue>,
        scope: &Scope,
        door: Door,
        now_ms: i64,
    ) -> Result<Outcome, AppError> {
        let lookups = self.lookups(&mut plan.world, &event).await?;
        let households = households_of(&mut plan.world, &event);
        let before = self.documents(&mut plan.world, &households);
        plan.touched.note(&mut plan.world, &event);
        let subjects = plan.world.index_of(&event);
        self.note_linked(&event);
        let shared = Arc::new(event);
        let waiting = |position| Standing { event: Arc::clone(&shared), status: EventStatus::Submitted, position };
        plan.world.put(waiting(Position::default()), &subjects);
        let after = self.documents(&mut plan.world, &households);
        let value: Value = serde_json::from_slice(raw).map_err(|error| AppError::bad("malformed", error.to_string()))?;
        let value = with_kept(value, &plan.world.same(View::Standing), &shared);
        issues.extend(self.rules_say(&value, &before, &after, lookups));
        let place = place_of(&mut plan.world, &shared);
        let (hamlet, household, _) = place;
        let area =
            household.and_then(|household| plan.world.household_around(household, shared.id)).map(|household| household.area);
        let known_place = hamlet.is_some_and(|hamlet| self.territory().index(hamlet).is_some());
        let in_scope = hamlet.is_some_and(|hamlet| scope.records_in(hamlet, area));
        if !known_place {
            issues.push(remark("unknown_hamlet"));
        } else if !in_scope {
            issues.push(remark("out_of_area"));
        }
        if let Some(collaborator) = shared.behalf
            && !self.may_enter_for(scope, collaborator, hamlet, area).await?
        {
            issues.push(remark("for_elsewhere"));
        }
        if let Some(hamlet) = hamlet.filter(|_| known_place) {
            let month = danso_tally::day_number(self.env.today()) / 100;
            plan.writer.batch.arrivals.push(Arrival { hamlet, month });
        }
        plan.writer.batch.targets.extend(shared.target().map(|target| (shared.id, target)));
        let opinion = Opinion::of(issues);
        let own_pending = self.own_pending_target(plan, &shared);
        let at_once = in_scope && self.accepts_at_once(&opinion, hamlet, scope, door) || own_pending && is_withdrawal(&shared);
        let boxed = Box::new(shared.as_ref().clone());
        let entry = if at_once { Entry::Recorded(boxed) } else { Entry::Submitted(boxed) };
        let position = plan.writer.append(&entry, subjects.clone(), now_ms);
        let status = if at_once { EventStatus::Accepted } else { EventStatus::Submitted };
        plan.world.put(Standing { event: Arc::clone(&shared), status, position }, &subjects);
        if at_once {
            plan.touched.note(&mut plan.world, &shared);
            plan.learn(position, &subjects);
        }
        let issues = serde_json::to_string(&opinion.issues).unwrap_or_default();
        let decided = at_once.then_some(position);
        let row = event_row(&shared, place, status, position, decided, now_ms, opinion.severity, issues);
        plan.rows.insert(shared.id, row);
        if own_pending && let Some(target) = shared.target() {
            self.withdraw_pending(plan, target, shared.by, now_ms);
        }
        let outcome = if at_once { OutcomeKind::Accepted } else { OutcomeKind::Queued };
        Ok(Outcome { id: shared.id.0, outcome, position: Some(position.0), code: None, issues: opinion.issues })
    }

    /// Clean events of a collaborator where the commune wants that, and an officer's own entries that no rule forbids.
    fn accepts_at_once(&self, opinion: &Opinion, hamlet: Option<danso_model::HamletId>, scope: &Scope, door: Door) -> bool {
        let Some(hamlet) = hamlet else { return false };
        match door {
            Door::Desk if scope.reviews(hamlet) => opinion.severity < Severity::Error,
            Door::Device(..) | Door::Desk => {
                opinion.severity == Severity::Clean && self.territory().accepts_clean(hamlet, self.env.today())
            }
            Door::Parked => false,
        }
    }

    /// Whether the event corrects or withdraws one of the same author that nobody has accepted.
    fn own_pending_target(&self, plan: &Plan<'_>, event: &Event) -> bool {
        let undoes = event.supersedes.is_some() || is_withdrawal(event);
        let target = event.target().and_then(|target| plan.world.get(target));
        undoes
            && target.is_some_and(|target| {
                target.event.by == event.by && matches!(target.status, EventStatus::Submitted | EventStatus::Returned)
            })
    }

    fn withdraw_pending(&self, plan: &mut Plan<'_>, target: EventId, by: UserId, now_ms: i64) {
        let position = plan.writer.append(&Entry::Withdrawn { event: target, by }, Vec::new(), now_ms);
        plan.world.set_status(target, EventStatus::Withdrawn);
        if let Some(row) = plan.rows.get_mut(&target) {
            row.status = EventStatus::Withdrawn;
            row.decided = Some(position);
        }
    }

    fn parked_row(
        &self,
        id: EventId,
        sent: &Sent,
        device: Option<(DeviceId, u64)>,
        code: &'static str,
        waiting_for: Option<SubjectId>,
        received_ms: i64,
    ) -> ParkedRow {
        let mut nonce = [0; NONCE_LEN];
        self.env.chance.fill(&mut nonce);
        let raw = self.master.seal_raw(&sent.raw, nonce);
        ParkedRow { id, by: sent.by, device, code: code.to_owned(), waiting_for, raw, received_ms }
    }
}

fn is_withdrawal(event: &Event) -> bool {
    matches!(event.body, EventBody::Withdrawal { .. })
}

fn duplicate(id: EventId, position: Option<Position>) -> Outcome {
    Outcome {
        id: id.0,
        outcome: OutcomeKind::Duplicate,
        position: position.map(|position| position.0),
        code: None,
        issues: Vec::new(),
    }
}

fn parked_outcome(id: EventId, code: &str) -> Outcome {
    Outcome { id: id.0, outcome: OutcomeKind::Parked, position: None, code: Some(code.to_owned()), issues: Vec::new() }
}
