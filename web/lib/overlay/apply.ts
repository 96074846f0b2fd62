import type { Act, Event, Id, Member } from '$lib/wire';
import { homeOf, pastOf, type Households } from './households.ts';
import { inPlacingOrder, inTellingOrder } from './order.ts';
import { open, place } from './place.ts';
import { merged, readAs, sheetsOf } from './same.ts';
import { Teller, type IntroducedBy } from './tell.ts';

export { homeOf, type Households };

/** Lines of those whom an act lets live in a household, with what it tells of each. */
export function linesOf(act: Act): readonly Member[] {
  switch (act.kind) {
    case 'household':
    case 'move_in':
      return act.data.members;
    case 'birth':
    case 'adoption':
      return [act.data.child];
    case 'household_change':
    case 'death':
    case 'move_out':
    case 'transfer':
    case 'transfer_receipt':
    case 'split':
    case 'merge':
    case 'head_change':
    case 'marriage':
    case 'divorce':
    case 'separation':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'change':
    case 'reviewed':
    case 'withdrawal':
    case 'same_person':
      return [];
  }
}

/** Persons that nothing held here knew before → the act that lets them live somewhere first. */
function introductions(households: Households, placing: readonly Event[]): IntroducedBy {
  const first = new Map<Id, Id>();
  for (const event of placing) {
    for (const { person } of linesOf(event)) {
      const known = first.has(person) || homeOf(households, person) || pastOf(households, person);
      if (!known) first.set(person, event.id);
    }
  }
  return first;
}

/**
 * What acts in force make of the households held here: the same as the server's fold will make of them, in whatever order they were
 * written. Both run `conformance/overlay.json`; the fold is `crates/registry` and `crates/app/src/document.rs`.
 */
export function layOver(held: Households, written: readonly Event[]): Households {
  const kept = sheetsOf(held, written);
  const households = merged(held, kept);
  const acts = written.map((event) => readAs(event, kept));
  const placing = inPlacingOrder(acts);
  const introducedBy = introductions(households, placing);
  const told = inTellingOrder(acts);
  const opened = told.reduce(open, households);
  return told.reduce((now, event) => new Teller(event, introducedBy).tell(now), placing.reduce(place, opened));
}

/** What one act makes of the households held here. */
export function applyEvent(households: Households, event: Event): Households {
  return layOver(households, [event]);
}

/** The persons an act names, so that a badge can be shown beside them. */
export function personsOf(event: Event): Id[] {
  switch (event.kind) {
    case 'household':
    case 'move_in':
      return event.data.members.map((member) => member.person);
    case 'transfer':
    case 'split':
    case 'merge':
    case 'head_change':
      return event.data.members.map((member) => member.person);
    case 'birth':
    case 'adoption':
      return [event.data.child.person];
    case 'move_out':
    case 'divorce':
    case 'separation':
      return event.data.persons;
    case 'marriage':
      return event.data.partners.flatMap((partner) => ('person' in partner ? [partner.person] : []));
    case 'death':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'change':
      return [event.data.person];
    case 'household_change':
    case 'transfer_receipt':
    case 'reviewed':
    case 'withdrawal':
      return [];
    case 'same_person':
      return [event.data.person, event.data.duplicate];
  }
}
