import {
  isPersonalField,
  type ChangeField,
  type DocumentMember,
  type Event,
  type EventOf,
  type HouseholdDocument,
  type Id,
  type Member,
  type Personal,
} from '$lib/wire';
import { change, changeMember, type Households } from './households.ts';
import { dayOf, later } from './order.ts';

type Told = Partial<Omit<DocumentMember, 'id' | 'edits'>>;

/** Who was first heard of in which own act: what that act says needs no mention in `edits`. */
export type IntroducedBy = ReadonlyMap<Id, Id>;

/** Lays acts over what is known of persons and households, apart from where people live. */
export class Teller {
  constructor(
    private readonly event: Event,
    private readonly introducedBy: IntroducedBy,
  ) {}

  /** Sets what is told of a person, as a member and as one who left, and names the fields that the act set. */
  private set(households: Households, person: Id, told: Told, fields: readonly ChangeField[]): Households {
    const isNews = this.introducedBy.get(person) !== this.event.id && fields.length > 0;
    const edits = Object.fromEntries(fields.map((field) => [field, this.event.id]));
    const asMember = changeMember(households, person, (member) => ({
      ...member,
      ...told,
      ...(isNews && { edits: { ...member.edits, ...edits } }),
    }));
    const { name, sex, birth } = told;
    const core = { ...(name !== undefined && { name }), ...(sex && { sex }), ...(birth && { birth }) };
    if (Object.keys(core).length === 0) return asMember;
    const left = [...asMember.values()].filter(({ past }) => past?.some(({ id }) => id === person));
    const asPast = (household: HouseholdDocument): HouseholdDocument => ({
      ...household,
      ...(household.past && { past: household.past.map((member) => (member.id === person ? { ...member, ...core } : member)) }),
    });
    return left.reduce((now, { id }) => change(now, id, asPast), asMember);
  }

  private unset(households: Households, person: Id, field: 'method' | 'pregnant' | 'lmp'): Households {
    return changeMember(households, person, ({ [field]: _ended, ...member }) => member);
  }

  private personal(households: Households, subject: Id, personal: Personal): Households {
    const { name, phone, pin, health_card: card, address } = personal;
    const told: Told = {
      ...(name !== undefined && { name }),
      ...(phone !== undefined && { phone }),
      ...(pin !== undefined && { pin_tail: pin.slice(-4) }),
    };
    const given = { name, phone, pin, health_card: card };
    const fields = (['name', 'phone', 'pin', 'health_card'] as const).filter((field) => given[field] !== undefined);
    const now = fields.length > 0 ? this.set(households, subject, told, fields) : households;
    return address === undefined ? now : change(now, subject, (household) => ({ ...household, address }));
  }

  private line(households: Households, line: Member): Households {
    const { person, relationship: _relationship, residence: _residence, mother, father, ...told } = line;
    const fields = Object.keys(told).filter((field): field is 'sex' => told[field as 'sex'] !== undefined);
    const parents = { ...(mother !== undefined && { mother }), ...(father !== undefined && { father }) };
    return this.set(households, person, { ...told, ...parents }, fields);
  }

  private marital(households: Households, person: Id, marital: string): Households {
    return this.set(households, person, { marital }, ['marital']);
  }

  private changed(households: Households, { data }: EventOf<'change'>): Households {
    const { person, field, value } = data;
    if (isPersonalField(field)) return households;
    if (field === 'residence' || field === 'relationship') return this.set(households, person, {}, [field]);
    return value === undefined ? households : this.set(households, person, { [field]: value }, [field]);
  }

  private methodStarted(households: Households, person: Id): Households {
    const method = this.event.personal?.[person]?.health?.['method'];
    if (typeof method === 'string') return this.set(households, person, { method }, []);
    return this.unset(households, person, 'method');
  }

  private pregnancy(households: Households, person: Id): Households {
    const health = this.event.personal?.[person]?.health;
    const lasts = health === undefined || health['outcome'] === 'pregnant';
    const before = this.unset(this.unset(households, person, 'pregnant'), person, 'lmp');
    if (!lasts) return before;
    const lmp = health?.['lmp'];
    return this.set(before, person, { pregnant: this.event.date, ...(typeof lmp === 'string' && { lmp }) }, []);
  }

  /** Notes the last time something was done; acts are told in the order of their days, and what is known already may be later. */
  private done(households: Households, person: Id, field: 'screened' | 'checked'): Households {
    const { date } = this.event;
    return changeMember(households, person, (member) => {
      const before = member[field];
      return { ...member, [field]: before !== undefined && dayOf(before) > dayOf(date) ? before : date };
    });
  }

  private delivered(households: Households, mother: Id): Households {
    const by = dayOf(this.event.date);
    return changeMember(households, mother, ({ pregnant, lmp, ...member }) => ({
      ...member,
      ...(pregnant !== undefined && dayOf(pregnant) > by && { pregnant, ...(lmp !== undefined && { lmp }) }),
    }));
  }

  private confirmed(households: Households, id: Id): Households {
    const { date } = this.event;
    return change(households, id, (household) => ({
      ...household,
      reviewed: household.reviewed === undefined ? date : later(household.reviewed, date),
    }));
  }

  private body(households: Households): Households {
    const { event } = this;
    switch (event.kind) {
      case 'household':
      case 'move_in': {
        const told = event.data.members.reduce((now, line) => this.line(now, line), households);
        return event.kind === 'household' ? this.confirmed(told, event.data.household) : told;
      }
      case 'birth':
      case 'adoption': {
        const told = this.line(households, event.data.child);
        const { mother } = event.data.child;
        return event.kind === 'birth' && mother !== undefined ? this.delivered(told, mother) : told;
      }
      case 'household_change': {
        const { household: id, ...fields } = event.data;
        return change(households, id, (household) => ({ ...household, ...fields }));
      }
      case 'transfer': {
        const { from_household: from, to_household: to, to_hamlet: hamlet, to_area: area, whole } = event.data;
        if (!whole || from !== to) return households;
        return change(households, to, (household) => ({ ...household, hamlet, ...(area !== undefined && { area }) }));
      }
      case 'marriage':
        return event.data.partners.reduce(
          (now, partner) => ('person' in partner ? this.marital(now, partner.person, '2') : now),
          households,
        );
      case 'divorce':
        return event.data.persons.reduce((now, person) => this.marital(now, person, '4'), households);
      case 'separation':
        return event.data.persons.reduce((now, person) => this.marital(now, person, '5'), households);
      case 'widowed':
        return this.marital(households, event.data.person, '3');
      case 'contraception_start':
        return this.methodStarted(households, event.data.person);
      case 'contraception_stop':
        return this.unset(households, event.data.person, 'method');
      case 'pregnancy':
        return this.pregnancy(households, event.data.person);
      case 'newborn_screen':
        return this.done(households, event.data.person, 'screened');
      case 'elderly_checkup':
        return this.done(households, event.data.person, 'checked');
      case 'change':
        return this.changed(households, event);
      case 'reviewed':
        return this.confirmed(households, event.data.household);
      case 'death':
      case 'move_out':
      case 'transfer_receipt':
      case 'split':
      case 'merge':
      case 'head_change':
      case 'prenatal_screen':
      case 'disability':
      case 'withdrawal':
      case 'same_person':
        return households;
    }
  }

  tell(households: Households): Households {
    const personal = Object.entries(this.event.personal ?? {});
    return this.body(personal.reduce((now, [subject, each]) => this.personal(now, subject, each), households));
  }
}
