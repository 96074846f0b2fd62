import type { DifferenceKind, DifferenceState } from '$lib/api';

/** Where one is among the reconciliations. */
export type ReconcileView =
  | { view: 'list'; unit?: string }
  | { view: 'new' }
  | { view: 'overview' | 'coverage' | 'board'; id: string }
  | { view: 'queue'; id: string; row?: number }
  | { view: 'differences'; id: string; state: DifferenceState; kind?: DifferenceKind; hamlet?: string; owner?: string };

const newWord = 'moi';
const words = { overview: '', queue: 'duyet', differences: 'khac-biet', coverage: 'do-phu', board: 'bang' } as const;
const kinds: readonly DifferenceKind[] = ['value', 'theirs_only', 'ours_only'];

const filled = (text: string | null): string | undefined => (text === null || text === '' ? undefined : text);

/** Reads what stands behind `#/doi-chieu`. What cannot be read is the overview, or the list. */
export function parseReconcile(part: string, rest: string, query: URLSearchParams): ReconcileView {
  const unit = filled(query.get('unit'));
  if (part === '') return unit === undefined ? { view: 'list' } : { view: 'list', unit };
  if (part === newWord) return { view: 'new' };
  const id = decodeURIComponent(part);
  switch (rest) {
    case words.queue: {
      const row = query.get('row');
      return row !== null && /^\d{1,9}$/.test(row) ? { view: 'queue', id, row: Number(row) } : { view: 'queue', id };
    }
    case words.differences: {
      const kind = kinds.find((one) => one === query.get('kind'));
      const [hamlet, owner] = [filled(query.get('hamlet')), filled(query.get('owner'))];
      const state = query.get('state') === 'settled' ? 'settled' : 'open';
      return { view: 'differences', id, state, ...(kind && { kind }), ...(hamlet !== undefined && { hamlet }), ...(owner !== undefined && { owner }) };
    }
    case words.coverage: return { view: 'coverage', id };
    case words.board: return { view: 'board', id };
    default: return { view: 'overview', id };
  }
}

/** Path behind `#/doi-chieu`, and the query; `parseReconcile` gives the view back. */
export function reconcileAddress(view: ReconcileView): { path: string; query: Record<string, string | number | undefined> } {
  const at = (id: string, word: string) => `/${encodeURIComponent(id)}${word === '' ? '' : `/${word}`}`;
  switch (view.view) {
    case 'list': return { path: '', query: { unit: view.unit } };
    case 'new': return { path: `/${newWord}`, query: {} };
    case 'queue': return { path: at(view.id, words.queue), query: { row: view.row } };
    case 'differences':
      return { path: at(view.id, words.differences), query: { state: view.state === 'open' ? undefined : view.state, kind: view.kind, hamlet: view.hamlet, owner: view.owner } };
    case 'overview':
    case 'coverage':
    case 'board': return { path: at(view.id, words[view.view]), query: {} };
  }
}
