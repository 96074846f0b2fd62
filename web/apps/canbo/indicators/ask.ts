import type { DataSource, Figure, FigureQuery, FigureSet, Indicator, IndicatorCatalogue, Problem, Result } from '$lib/api';
import { failed, ok } from '$lib/api';
import type { FigureView } from '../route';
import { lastDay, lastEnded, parsePeriod, stepPeriod, writePeriod, type Period } from '../periods';

/** The version of an indicator in force on a day. */
export function versionOn(catalogue: IndicatorCatalogue | undefined, code: string, day: string): Indicator | undefined {
  return catalogue?.indicators.find((one) => one.code === code && one.version <= day && (one.valid_to === undefined || day <= one.valid_to));
}

/** Each indicator once, in the version of a day; those not in force are left out. */
export function inForce(catalogue: IndicatorCatalogue | undefined, day: string): Indicator[] {
  return (catalogue?.indicators ?? []).filter((one) => one.version <= day && (one.valid_to === undefined || day <= one.valid_to));
}

/** The period of a view: what the address says, else the last quarter that has ended. */
export function periodOfView(view: { period?: string }, today: string): Period {
  return (view.period === undefined ? undefined : parsePeriod(view.period)) ?? lastEnded('quarter', today);
}

/** The day whose map a view is drawn on, for naming its units. */
export function mapDay(view: FigureView, period: Period, today: string): string {
  const last = view.bounds ?? lastDay(period);
  return last < today ? last : today;
}

/** What the options of a view add to a question. */
export function optionsOf(view: FigureView): Pick<FigureQuery, 'knownAt' | 'boundaries'> {
  return { knownAt: view.known, boundaries: view.bounds };
}

/** How many questions wait for an answer at a time. */
const atOnce = 4;

/** Asks the same of several periods or units; the answers are in the order of the questions. The first failure fails all. */
export async function askAll(source: Pick<DataSource, 'figures'>, queries: readonly FigureQuery[]): Promise<Result<FigureSet[]>> {
  const answers: FigureSet[] = [];
  let next = 0;
  let problem: Problem | undefined;
  async function worker(): Promise<void> {
    while (next < queries.length && problem === undefined) {
      const turn = next;
      next += 1;
      const answer = await source.figures(queries[turn]!);
      if (answer.ok) answers[turn] = answer.value;
      else problem = answer.problem;
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, queries.length) }, worker));
  return problem ? failed(problem) : ok(answers);
}

/** A period and the one before it, in one answer each. */
export async function askWithBefore(source: Pick<DataSource, 'figures'>, query: FigureQuery): Promise<Result<{ now: FigureSet; before: FigureSet | undefined }>> {
  const period = parsePeriod(query.period);
  const earlier = period ? source.figures({ ...query, period: writePeriod(stepPeriod(period, -1)) }) : undefined;
  const [now, before] = await Promise.all([source.figures(query), earlier]);
  if (!now.ok) return now;
  return ok({ now: now.value, before: before?.ok ? before.value : undefined });
}

/** The figure of an indicator for a unit, the total of all categories. */
export function figureOf(set: FigureSet | undefined, code: string, unit: string | undefined = set?.unit): Figure | undefined {
  return set?.figures.find((figure) => figure.indicator === code && figure.unit === unit && figure.by.length === 0);
}

/** A series begins where there is something: periods before the first people or happenings say nothing. */
export function withoutEmptyStart<T extends { value?: number | undefined; numerator?: number | undefined; denominator?: number | undefined; hidden?: string | undefined }>(figures: readonly T[]): T[] {
  const first = figures.findIndex((one) => Boolean(one.value) || Boolean(one.numerator) || Boolean(one.denominator));
  return first === -1 ? [] : figures.slice(first);
}
