import type { OutboxEntry } from '$lib/store';
import type { HouseholdDocument, Id, Snapshot } from '$lib/wire';
import { optionsOf, type Lists } from './lists.ts';
import { waitingTransfers } from './transfers.ts';
import type { Scene } from './types.ts';

/** Where a form is filled in. */
export interface Whereabouts {
  /** The places that a snapshot tells of. */
  places: Pick<Snapshot, 'areas' | 'hamlets' | 'elsewhere' | 'communes' | 'provinces'>;
  households: readonly HouseholdDocument[];
  /** The one that the form is about. */
  household: Id | undefined;
  /** Own acts. */
  entries: readonly OutboxEntry[];
  /** The own act that is being corrected. */
  without?: Id | undefined;
  lists: Lists;
}

/** What a form may know. */
export function sceneOf(
  { places, households, household, entries, without, lists }: Whereabouts,
  rest: Pick<Scene, 'today' | 'text' | 'newId'>,
): Scene {
  const { areas, hamlets, elsewhere = [], communes, provinces = [] } = places;
  const document = household === undefined ? undefined : households.find(({ id }) => id === household);
  return {
    ...rest,
    ...(document && { household: document }),
    areas,
    hamlets,
    elsewhere,
    communes,
    provinces,
    households,
    transfers: waitingTransfers(entries, without),
    list: (id) => optionsOf(lists, id),
  };
}
