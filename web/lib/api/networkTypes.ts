/** The network of collaborators, as `docs/http.md` and `docs/network.md` say. */

export interface NetworkDevice { id: string; name: string; enrolled_at: string; seen_at?: string; revoked_at?: string; made: number; arrived: number }
export interface AreaSpan { name: string; from?: string; to?: string }
export interface NetworkArea { id: string; number: string; name: string; hamlets: string[]; households: number; history: AreaSpan[] }
export interface Collaborator {
  id: string; login: string; name: string; disabled: boolean; areas: string[]; devices: NetworkDevice[]; recorded: number; last_at?: string;
}
export interface Network { unit: string; unit_name: string; today: string; may_change: boolean; areas: NetworkArea[]; collaborators: Collaborator[] }

export interface AreaAsk { unit: string; id?: string; number: string; name: string; hamlets: string[] }
export interface HandOverAsk { area: string; to?: string; name?: string; login?: string; shared?: boolean }
export interface HandOver { area: string; to: string; login: string; password?: string; code: string; expires_at: string; from: string[]; unsent: number }
export interface NewPassword { login: string; password: string }

export interface StatementLine {
  id: string; login: string; name: string; areas: { number: string; standing: 'reported' | 'nothing' | 'missing' }[];
  households: number; seen: number; recorded: number; mobile: number; behalf: number; accepted: number; waiting: number; returned: number; reviewed: number;
  births: number; deaths: number; moves: number; marriages: number; health: number; other: number; amount?: number;
}
export interface Statement { unit: string; unit_name: string; period: string; lines: StatementLine[]; rule?: string }
export type StatementFormat = 'xlsx' | 'pdf' | 'docx' | 'csv';

export interface TrainingBoard {
  unit: string; unit_name: string; lessons: { id: string; name: string }[];
  collaborators: { id: string; login: string; name: string; areas: string[]; completed: { lesson: string; day: string; score: number }[] }[];
}

export type FindingCode = 'silent' | 'late' | 'unsent' | 'same_second' | 'no_deaths' | 'no_births' | 'heaped' | 'copied';
export interface Finding { code: FindingCode; user?: string; name?: string; area?: string; value: number; expected: number }
export interface Watch { unit: string; today: string; findings: Finding[] }

export interface OutboxAsk { device: string; last_counter: number; events: unknown[] }
export interface OutboxReply {
  outcomes: { id: string; outcome: 'accepted' | 'queued' | 'parked' | 'duplicate'; code?: string }[]; received: { count: number; upto: number; missing: number[] };
}

export interface CampaignAsk { unit: string; name: string; first_day: string; last_day: string; areas?: string[] }
export interface Campaign { id: string; name: string; first_day: string; last_day: string; state: 'planned' | 'running' | 'over' | 'ended' }
export interface CampaignArea { id: string; number: string; name: string; households: number; seen: number; as_written: number }
export interface CampaignProgress { campaign: Campaign; areas: CampaignArea[]; changes: Record<string, number> }
