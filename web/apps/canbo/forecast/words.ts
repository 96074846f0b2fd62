/** Forecasts in words and numbers as people read them; pure. */
import type { Assumption, ForecastScore, ForecastSummary, OwnRate, QualityCheck, QualityMissing, QualityVerdict } from '$lib/api';
import { formatCount, formatDecimal } from '$lib/charts/numbers';
import { showDate } from '../dates';
import { f, say } from './text';

/** The last year for which the United Nations give rates (WPP 2024). */
export const lastYear = 2100;

/** A number with its sign: `+0,7`, `−3,2`, `0,0`; the minus is a minus sign. */
export function signed(value: number, digits = 1): string {
  const size = formatDecimal(Math.abs(value), digits);
  if (Number(Math.abs(value).toFixed(digits)) === 0) return size;
  return value > 0 ? `+${size}` : `−${size}`;
}

/** `+0,7 %`. */
export const percent = (value: number): string => f('percent', { value: signed(value) });

/** How much `last` is above `first`, in percent; undefined from nobody. */
export function growth(first: number, last: number): number | undefined {
  return first > 0 ? (last / first - 1) * 100 : undefined;
}

/** {@link growth} in words, a dash where there is none. */
export function growthText(first: number, last: number): string {
  const by = growth(first, last);
  return by === undefined ? '–' : percent(by);
}

export const scenarioName = (scenario: string): string => say(`scenario.${scenario}`, scenario);

/** `Kịch bản trung bình`. */
export function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}

/** What the list calls a forecast: its own name, or to when and how. */
export function forecastName(one: Pick<ForecastSummary, 'name' | 'to' | 'scenario'>): string {
  return one.name || f('list.name', { to: one.to, scenario: scenarioName(one.scenario) });
}

/** A forecast beside what was counted later: “dự báo gốc 31/12/2024 cho hôm nay: 1.010, đếm được 1.003, lệch +0,7 %”. */
export function scoreText(base: string, score: ForecastScore, today: string): string {
  const words = { base: showDate(base), at: showDate(score.at), forecast: formatCount(score.forecast), counted: formatCount(score.counted), error: percent(score.error) };
  const told = f(score.at === today ? 'score.today' : 'score.day', words);
  if (score.inside80 === undefined) return told;
  return `${told} ${f(score.inside80 ? 'score.inside' : 'score.outside')}`;
}

/** The newest of the scores. */
export function newestScore(scores: readonly ForecastScore[] = []): ForecastScore | undefined {
  return scores.toSorted((a, b) => b.at.localeCompare(a.at))[0];
}

/** What an own rate rests on, how much it counts, and where it leads; three sentences. */
export function ownText(own: OwnRate): string[] {
  const weight = Math.round(own.weight * 100);
  const away = Math.abs(own.factor - 1) * 100;
  return [
    f('own.events', { events: formatCount(own.events), expected: formatDecimal(own.expected) }),
    weight === 0 ? f('own.weight_none') : weight === 100 ? f('own.weight_all') : f('own.weight', { weight }),
    away < 0.05 ? f('own.equal') : f(own.factor > 1 ? 'own.above' : 'own.below', { percent: formatDecimal(away) }),
  ];
}

/** The numbers of an assumption as they are written; the sex ratio at birth as boys for 100 girls, which is how it is spoken of. */
export function assumedValues({ id, values }: Pick<Assumption, 'id' | 'values'>): number[] {
  return id === 'srb' && values.every((value) => value < 10) ? values.map((value) => value * 100) : values;
}

/** The start of a hash, for lists. */
export const shortHash = (hash: string): string => hash.slice(0, 12);

/** Decimals that a row of numbers is worth: none for people, some for rates and ratios. */
export function decimalsFor(values: readonly number[]): number {
  if (values.every((value) => Number.isInteger(value))) return 0;
  const most = Math.max(0, ...values.map((value) => Math.abs(value)));
  if (most >= 200) return 0;
  return most >= 10 ? 1 : 2;
}

export const write = (value: number, digits: number): string => (digits === 0 ? formatCount(value) : formatDecimal(value, digits)).replace(/^-/, '−');

/** What a check would say of a count without any error; undefined where there is no such number. Whipple is told against 1 or against 100. */
export function idealOf(check: Pick<QualityCheck, 'id' | 'value'>): string | undefined {
  switch (check.id) {
    case 'whipple': return check.value > 20 ? '100' : '1';
    case 'myers': case 'bachi': case 'spoorenberg': case 'age_ratio': case 'sex_ratio': case 'un_index': case 'das_gupta': case 'unknown_sex': case 'year_only': return '0';
    case 'first_january': return formatDecimal(0.3);
    case 'growth_balance': case 'death_distribution': case 'infants': return '100';
    default: return undefined;
  }
}

/** Whether the value of a check is a share in percent. */
export const inPercent = (id: string): boolean => id === 'first_january' || id === 'year_only' || id === 'unknown_sex' || id === 'myers' || id === 'growth_balance' || id === 'death_distribution' || id === 'infants';

/** Decimals of a check and its parts: more only where the numbers are small. */
export const checkDigits = ({ id, value }: Pick<QualityCheck, 'id' | 'value'>): number => (value < 2 && !inPercent(id) ? 2 : 1);

/** The value of a check as it is written. */
export function checkValue(check: Pick<QualityCheck, 'id' | 'value'>): string {
  const value = write(check.value, checkDigits(check));
  return inPercent(check.id) ? f('percent', { value }) : value;
}

/** One sign each, so that no verdict is told by colour alone. */
const signs = { good: '✓', fair: '~', poor: '!' } as const;

/** The verdict in words; of few people there is none. */
export function verdictText(verdict: QualityVerdict | undefined): string {
  return verdict === undefined ? f('quality.few_mark') : `${signs[verdict]} ${f(`verdict.${verdict}`)}`;
}

/** Whether a check counts sheets that can be mended one by one, so that its advice holds for few people too. */
export const telling = ({ id, value }: Pick<QualityCheck, 'id' | 'value'>): boolean => (id === 'first_january' || id === 'year_only' || id === 'unknown_sex') && value >= 1;

/** `male` → `nam`, a digit → `đuôi 5`; what is not known stays as it is. */
export function partName(id: string): string {
  const digit = /(?:^|_)(\d)$/.exec(id)?.[1];
  return digit === undefined ? say(`part.${id}`, id.replaceAll('_', ' ')) : f('part.digit', { digit });
}

/** Why a check cannot be made. */
export function missingText({ reason, count, needed }: Pick<QualityMissing, 'reason' | 'count' | 'needed'>): string {
  return say(`missing_why.${reason}`, reason).replace('{count}', formatCount(count)).replace('{needed}', formatCount(needed));
}
