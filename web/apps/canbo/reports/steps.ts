import type { ReportForm, ReportState, ReportStep, RoleName, User } from '$lib/api';

/** The straight way, in order. `returned` lies beside it. */
export const way: readonly ReportState[] = ['open', 'prepared', 'verified', 'signed', 'sent', 'received', 'accepted', 'locked'];

export type Side = 'reporter' | 'receiver';

/** The steps that lead on from a state, and whose they are. The server has the same in `danso-indicators`, `closing::State::step_to`. */
export function nextSteps(state: ReportState): { side: Side; to: ReportState[] } | undefined {
  switch (state) {
    case 'open':
    case 'returned': return { side: 'reporter', to: ['prepared'] };
    case 'prepared': return { side: 'reporter', to: ['verified', 'prepared'] };
    case 'verified': return { side: 'reporter', to: ['signed', 'prepared'] };
    case 'signed': return { side: 'reporter', to: ['sent'] };
    case 'sent': return { side: 'receiver', to: ['received'] };
    case 'received': return { side: 'receiver', to: ['accepted', 'returned'] };
    case 'accepted': return { side: 'receiver', to: ['locked'] };
    case 'locked': return undefined;
  }
}

/** Who reports on forms of a level and who receives them (`danso-auth`, `duties`). */
const duties: Record<ReportForm['level'], Record<Side, RoleName>> = {
  area: { reporter: 'commune', receiver: 'province' },
  commune: { reporter: 'commune', receiver: 'province' },
  district: { reporter: 'province', receiver: 'nation' },
  province: { reporter: 'province', receiver: 'nation' },
};

/** What the desk offers a user; the server decides. `own`: they had a hand in the report, so another must decide on it. */
export interface Offer { to: ReportState[]; side?: Side; why?: 'theirs' | 'own' }

export function offer(user: User, level: ReportForm['level'], unitPath: readonly string[], state: ReportState, steps: readonly ReportStep[]): Offer {
  const next = nextSteps(state);
  if (!next) return { to: [] };
  const role = duties[level][next.side];
  const holds = user.roles.some((held) => held.role === role && (role === 'nation' || (held.unit !== undefined && unitPath.includes(held.unit))));
  if (!holds) return { to: [], side: next.side, why: 'theirs' };
  if (next.side === 'receiver' && hadAHand(user, steps)) return { to: [], side: next.side, why: 'own' };
  return { to: next.to, side: next.side };
}

function hadAHand(user: User, steps: readonly ReportStep[]): boolean {
  return steps.some((step) => step.by === user.id && (['prepared', 'verified', 'signed', 'sent'] as ReportState[]).includes(step.state));
}

/** Whether someone reports for a unit, for revisions. */
export function reportsFor(user: User, level: ReportForm['level'], unitPath: readonly string[]): boolean {
  return user.roles.some((held) => held.role === duties[level].reporter && held.unit !== undefined && unitPath.includes(held.unit));
}
