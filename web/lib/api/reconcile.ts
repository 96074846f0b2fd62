import type { Calls } from './official.ts';
import { mapResult, type Result } from './result.ts';
import type {
  After, AuditPage, Coverage, Difference, DifferenceOwner, DifferencePage, DifferenceQuery, DoubtPage, EventSince, Facing, LinkageBoard, ListPart, ListPreview, OutcomeAsk, PreviewAsk, Reconciliation, ReconciliationAsk, PairVerdict
} from './reconcileTypes.ts';

/** The register beside lists of other agencies. Making one, answers and outcomes are sent once; looks at persons are audited. */
export interface ReconcileSource {
  /** Reads a list and keeps nothing of it. */
  previewList(file: File, ask: PreviewAsk): Promise<Result<ListPreview>>;
  makeReconciliation(file: File, ask: ReconciliationAsk): Promise<Result<Reconciliation>>;
  /** Newest first. */
  reconciliations(unit: string): Promise<Result<Reconciliation[]>>;
  reconciliation(id: string): Promise<Result<Reconciliation>>;
  /** Rows that someone must decide, those whose answer is worth most first. */
  doubts(id: string, after: After | undefined, limit: number): Promise<Result<DoubtPage>>;
  facing(id: string, row: number): Promise<Result<Facing>>;
  answerRow(id: string, row: number, verdict: PairVerdict, person?: string): Promise<Result<Facing>>;
  /** Takes back one's own last answer. */
  undoAnswer(id: string, row: number): Promise<Result<Facing>>;
  differences(id: string, query: DifferenceQuery): Promise<Result<DifferencePage>>;
  settleDifference(id: string, key: string, ask: OutcomeAsk): Promise<Result<Difference>>;
  undoOutcome(id: string, key: string): Promise<Result<Difference>>;
  /** Gives the open differences of an area to the phone of whoever has it, or takes them back; all areas as they stand then. */
  handDifferences(id: string, area: string): Promise<Result<DifferenceOwner[]>>;
  takeDifferencesBack(id: string, area: string): Promise<Result<DifferenceOwner[]>>;
  eventsSince(id: string, key: string): Promise<Result<EventSince[]>>;
  coverage(id: string): Promise<Result<Coverage>>;
  linkageBoard(id: string): Promise<Result<LinkageBoard>>;
  /** The address of a part as a file. */
  listFile(id: string, part: ListPart, format: 'csv' | 'xlsx'): string;
  reconciliationAudit(id: string, after?: After): Promise<Result<AuditPage>>;
  destroyList(id: string, reason: string): Promise<Result<Reconciliation>>;
}

function formOf(file: File, ask: PreviewAsk | ReconciliationAsk): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  form.append('ask', JSON.stringify(ask));
  return form;
}

/** The same over HTTP. */
export function reconcileCalls({ get, post, send, remove, file }: Calls): ReconcileSource {
  const at = (id: string, rest = '') => `/api/reconciliations/${encodeURIComponent(id)}${rest}`;
  return {
    previewList: (list, ask) => send<ListPreview>('/api/reconciliations/preview', formOf(list, ask)),
    makeReconciliation: (list, ask) => send<Reconciliation>('/api/reconciliations', formOf(list, ask)),
    reconciliations: async (unit) => mapResult(await get<{ items: Reconciliation[] }>('/api/reconciliations', { unit }), (read) => read.items),
    reconciliation: (id) => get<Reconciliation>(at(id)),
    doubts: (id, after, limit) => get<DoubtPage>(at(id, '/queue'), { after, limit }),
    facing: (id, row) => get<Facing>(at(id, `/rows/${row}`)),
    answerRow: (id, row, verdict, person) => post<Facing>(at(id, `/rows/${row}/answer`), { verdict, person }),
    undoAnswer: (id, row) => remove<Facing>(at(id, `/rows/${row}/answer`)),
    differences: (id, { kind, hamlet, state, owner, after, limit }) => get<DifferencePage>(at(id, '/differences'), { kind, hamlet, state, owner, after, limit }),
    settleDifference: (id, key, ask) => post<Difference>(at(id, `/differences/${encodeURIComponent(key)}`), ask),
    undoOutcome: (id, key) => remove<Difference>(at(id, `/differences/${encodeURIComponent(key)}`)),
    handDifferences: async (id, area) => mapResult(await post<{ owners: DifferenceOwner[] }>(at(id, '/handed'), { areas: [area] }), (told) => told.owners),
    takeDifferencesBack: async (id, area) => mapResult(await remove<{ owners: DifferenceOwner[] }>(at(id, `/handed/${encodeURIComponent(area)}`)), (told) => told.owners),
    eventsSince: async (id, key) => mapResult(await get<{ items: EventSince[] }>(at(id, `/differences/${encodeURIComponent(key)}/events`)), (read) => read.items),
    coverage: (id) => get<Coverage>(at(id, '/coverage')),
    linkageBoard: (id) => get<LinkageBoard>(at(id, '/board')),
    listFile: (id, part, format) => file(at(id, '/file'), { part, format }),
    reconciliationAudit: (id, after) => get<AuditPage>(at(id, '/audit'), { after }),
    destroyList: (id, reason) => post<Reconciliation>(at(id, '/destroy'), { reason }),
  };
}
