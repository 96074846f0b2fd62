import type { ReportState } from '$lib/api';
import { formatCount } from '$lib/charts/numbers';
import { t } from '../text';

/** When a report is due and how it stands to that, in words, with the tone to say it in. */
export interface Due { text: string; tone: 'ok' | 'wait' | 'bad' | 'neutral' }

const reported: ReadonlySet<ReportState> = new Set<ReportState>(['sent', 'received', 'accepted', 'locked']);

/** Whether the unit has done its part. */
export const isReported = (state: ReportState): boolean => reported.has(state);

export function due(report: { state: ReportState; days_left?: number; days_late?: number }): Due {
  const { state, days_left: left, days_late: late } = report;
  if (late !== undefined && late > 0) {
    return isReported(state) ? { text: t('due.sent_late', { days: formatCount(late) }), tone: 'wait' } : { text: t('due.late', { days: formatCount(late) }), tone: 'bad' };
  }
  if (isReported(state)) return { text: t('due.in_time'), tone: 'ok' };
  if (left === undefined) return { text: '', tone: 'neutral' };
  return left === 0 ? { text: t('due.left_zero'), tone: 'wait' } : { text: t('due.left', { days: formatCount(left) }), tone: left <= 2 ? 'wait' : 'neutral' };
}

/** How far a due day lies from today, both as `2026-11-06`, in words. */
export function untilDue(day: string, today: string): string {
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (days === 0) return t('due.left_zero');
  return days > 0 ? t('due.left', { days: formatCount(days) }) : t('due.late', { days: formatCount(-days) });
}

/** The tone of a state's chip. */
export function stateTone(state: ReportState): Due['tone'] {
  switch (state) {
    case 'open': return 'neutral';
    case 'prepared':
    case 'verified':
    case 'signed': return 'wait';
    case 'sent':
    case 'received':
    case 'accepted':
    case 'locked': return 'ok';
    case 'returned': return 'bad';
  }
}
