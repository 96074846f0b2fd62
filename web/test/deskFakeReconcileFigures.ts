/** Figures of the stand-in about a linked list: coverage over the hamlets of its register, and how well it was linked. */
import messages from '../lib/i18n/canbo.reconcile.vi.json' with { type: 'json' };
import type { Coverage, CoverageCell, LinkageBoard } from '../lib/api/index.ts';
import { communeCode, type FakeRegister } from './deskFakeData.ts';

/** Chapman's estimate with a normal interval: enough for a page to show. */
function cell(both: number, ours_only: number, theirs_only: number): CoverageCell {
  const [ours, theirs] = [both + ours_only, both + theirs_only];
  const estimate = ((ours + 1) * (theirs + 1)) / (both + 1) - 1;
  const spread = 1.96 * Math.sqrt(((ours + 1) * (theirs + 1) * ours_only * theirs_only) / ((both + 1) ** 2 * (both + 2)));
  const [low, high] = [Math.max(ours + theirs_only, estimate - spread), estimate + spread];
  return {
    both, ours_only, theirs_only, estimate: Math.round(estimate), low: Math.round(low), high: Math.round(high), ours_covers: ours / estimate, ours_low: ours / high, ours_high: Math.min(1, ours / low), theirs_covers: theirs / estimate,
    missed: Math.round(estimate - both - ours_only - theirs_only),
  };
}

export function fakeCoverage(register: FakeRegister, doubtful: number): Coverage {
  const hamlets = register.units.filter(({ parent }) => parent === communeCode);
  const ages = ['0', '10', '20', '30', '40', '50', '60', '80'];
  return {
    all: cell(1150, 90, 31), sex: [{ ...cell(560, 49, 18), code: 'm' }, { ...cell(590, 41, 13), code: 'f' }],
    age: ages.map((code, at) => ({ ...cell(at === 7 ? 21 : 210 - at * 14, 9 + at * 2, 2 + ((at * 5) % 7)), code })),
    hamlet: hamlets.map(({ code, name }, at) => ({ ...cell(330 - at * 90, 20 + at * 4, 4 + at * 5), code, name })),
    definitions: [{ code: 'absent', count: 14 }, { code: 'born', count: 6 }], doubtful, notes: ['open_differences', 'strata_differ'],
  };
}

/** Every level the page knows by name, with weights that fall from agreement to disagreement. */
export function fakeBoard(answered: number): LinkageBoard {
  const levels = Object.keys(messages).filter((key) => key.startsWith('level.')).map((key) => key.split('.').slice(1) as [string, string]);
  const weights = levels.map(([field, level]) => {
    const own = levels.filter(([other]) => other === field).map(([, name]) => name);
    const at = own.indexOf(level) / Math.max(1, own.length - 1);
    const weight = Math.round((9.4 - 15.2 * at) * 10) / 10;
    return { field, level, weight, matched: 0.9 * 0.3 ** (at * 5), unrelated: 0.02 + at * 0.6 };
  });
  const share = (value: number) => (answered === 0 ? {} : { precision: value, precision_low: value - 0.8 / Math.sqrt(answered + 1), precision_high: Math.min(1, value + 0.1 / Math.sqrt(answered + 1)), recall: 1.19 - value * 0.22 });
  return {
    match_rate: 0.954, answered, weights,
    histogram: Array.from({ length: 30 }, (_, at) => {
      const from = at * 2 - 24;
      return { from, to: from + 2, link: from >= 6 ? Math.round(180 * Math.exp(-(((from - 22) / 9) ** 2))) : 0, review: from >= -4 && from < 8 ? 12 : 0, none: from < 2 ? Math.round(150 * Math.exp(-(((from + 14) / 6) ** 2))) : 0 };
    }),
    thresholds: [0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999].map((at, index) => ({ at, links: 1250 - index * 9, ...share(0.962 + index * 0.006) })),
    calibration: answered === 0 ? [] : [0.05, 0.2, 0.4, 0.6, 0.8, 0.95].map((mean, index) => ({ from: mean - 0.05, to: mean + 0.05, mean, share: Math.min(1, mean * 1.04), answers: 4 + index * 3 })),
    second: { read: answered === 0 ? 0 : 20, agreed: answered === 0 ? 0 : 19 },
    completeness: [['name', 1, 1], ['birth', 0.97, 0.99], ['number', 0.83, 0.91], ['sex', 0.99, 1], ['address', 0.78, 1], ['phone', 0.41, 0.56]].map(([field, theirs, ours]) => ({ field: String(field), theirs: Number(theirs), ours: Number(ours) })),
    unlinkable: [{ reason: 'no_birth_and_number', theirs: 8, ours: 0 }, { reason: 'year_only_and_no_number', theirs: 3, ours: 1 }], doubts: answered === 0 ? ['kin_like_one_person'] : [],
  };
}
