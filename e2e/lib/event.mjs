// Events as a program would send them, for what no page of the desk records.
import { randomBytes } from 'node:crypto';

/** A UUIDv7 of now. */
export function freshId() {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
  const variant = '89ab'[parseInt(hex[16], 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `7${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-');
}

/** A girl born on a day to the mother of a household, told by someone without a phone. */
export function birthOf({ household, mother, by, date, name }) {
  const person = freshId();
  return {
    v: 1, id: freshId(), kind: 'birth', date, recorded_at: new Date().toISOString(), by, source: 'interview',
    data: {
      household: household.id, hamlet: household.hamlet, place: 'station',
      child: { person, sex: 'f', birth: date, relationship: '3', residence: '1', mother },
    },
    personal: { [person]: { name } },
  };
}

/** Someone comes into a household as a new person, told at the desk by whoever is `by`. */
export const arrival = (household, person, by, { name, sex, birth }) => ({
  v: 1, id: freshId(), kind: 'move_in', date: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), recorded_at: new Date().toISOString(), by, source: 'interview',
  data: { household: household.id, hamlet: household.hamlet, from: { kind: 'unknown' }, members: [{ person, sex, birth, relationship: '9', residence: '1' }] },
  personal: { [person]: { name } },
});
