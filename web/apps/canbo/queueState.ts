import type { ReviewItem, SeverityCounts } from '$lib/api';

/** The rows on screen, the row the keyboard stands on, and which are ticked or already decided here. */
export interface QueueState {
  items: readonly ReviewItem[];
  counts: SeverityCounts;
  cursor: number;
  selected: ReadonlySet<string>;
  /** Decided on this screen, waiting for the undo window or for the server. */
  leaving: ReadonlySet<string>;
}

export type QueueAction =
  | { do: 'load'; items: readonly ReviewItem[]; counts: SeverityCounts; leaving: ReadonlySet<string> }
  | { do: 'move'; by: 1 | -1 }
  | { do: 'go'; id: string }
  | { do: 'toggle'; id: string }
  | { do: 'select_clean' }
  | { do: 'clear_selection' }
  | { do: 'decide'; ids: readonly string[] }
  | { do: 'bring_back'; ids: readonly string[] }
  | { do: 'sent'; ids: readonly string[] };

export const emptyQueue: QueueState = {
  items: [], counts: { clean: 0, warn: 0, confirm: 0, error: 0 }, cursor: 0, selected: new Set(), leaving: new Set(),
};

function without(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const gone = new Set(ids);
  return new Set([...set].filter((id) => !gone.has(id)));
}

function clamp(cursor: number, length: number): number {
  return Math.max(0, Math.min(cursor, length - 1));
}

/** The next row, from `start` on and then backwards, that is not leaving. */
function nearestStaying(items: readonly ReviewItem[], leaving: ReadonlySet<string>, start: number): number {
  for (let index = start; index < items.length; index += 1) if (!leaving.has(items[index]!.id)) return index;
  for (let index = Math.min(start, items.length) - 1; index >= 0; index -= 1) if (!leaving.has(items[index]!.id)) return index;
  return clamp(start, items.length);
}

function step(state: QueueState, by: 1 | -1): number {
  for (let index = state.cursor + by; index >= 0 && index < state.items.length; index += by) {
    if (!state.leaving.has(state.items[index]!.id)) return index;
  }
  return state.cursor;
}

/** The queue after an action. */
export function reduceQueue(state: QueueState, action: QueueAction): QueueState {
  switch (action.do) {
    case 'load': {
      const held = state.items[state.cursor]?.id;
      const found = action.items.findIndex((item) => item.id === held);
      const ids = new Set(action.items.map((item) => item.id));
      return {
        items: action.items, counts: action.counts, leaving: action.leaving,
        cursor: nearestStaying(action.items, action.leaving, found >= 0 ? found : 0),
        selected: new Set([...state.selected].filter((id) => ids.has(id))),
      };
    }
    case 'move':
      return { ...state, cursor: step(state, action.by) };
    case 'go': {
      const found = state.items.findIndex((item) => item.id === action.id);
      return found < 0 ? state : { ...state, cursor: found };
    }
    case 'toggle': {
      if (state.leaving.has(action.id)) return state;
      const selected = new Set(state.selected);
      if (!selected.delete(action.id)) selected.add(action.id);
      return { ...state, selected };
    }
    case 'select_clean': {
      const clean = state.items.filter((item) => item.severity === 'clean' && !state.leaving.has(item.id));
      return { ...state, selected: new Set(clean.map((item) => item.id)) };
    }
    case 'clear_selection':
      return { ...state, selected: new Set() };
    case 'decide': {
      const leaving = new Set([...state.leaving, ...action.ids]);
      return {
        ...state, leaving, selected: without(state.selected, action.ids),
        cursor: nearestStaying(state.items, leaving, state.cursor),
      };
    }
    case 'bring_back': {
      const leaving = without(state.leaving, action.ids);
      const first = state.items.findIndex((item) => item.id === action.ids[0]);
      return { ...state, leaving, cursor: first < 0 ? state.cursor : first };
    }
    case 'sent': {
      const gone = new Set(action.ids);
      const held = state.items[state.cursor]?.id;
      const items = state.items.filter((item) => !gone.has(item.id));
      const counts = { ...state.counts };
      for (const item of state.items) if (gone.has(item.id)) counts[item.severity] = Math.max(0, counts[item.severity] - 1);
      const found = items.findIndex((item) => item.id === held);
      return {
        items, counts, leaving: without(state.leaving, action.ids), selected: without(state.selected, action.ids),
        cursor: found >= 0 ? found : clamp(state.cursor, items.length),
      };
    }
  }
}

/** The ticked rows that may be accepted together, and those that may not because something was found. */
export function splitSelection(state: QueueState): { clean: string[]; others: string[] } {
  const clean: string[] = [];
  const others: string[] = [];
  for (const item of state.items) {
    if (state.selected.has(item.id)) (item.severity === 'clean' ? clean : others).push(item.id);
  }
  return { clean, others };
}
