import { describe, expect, it } from 'vitest';
import { httpSource, type ForecastScore, type ForecastYear } from '../lib/api/index.ts';
import { fanValues, yearExtent, yearOfDay, yearTicks } from '../lib/charts/fan.ts';
import { ageTable, bandsOf, boundsOf, boundWords, heapedAges, largestBand, yearTable } from '../apps/canbo/forecast/ages.ts';
import { askOf, base64, defaultBase, tableFault, type Typed } from '../apps/canbo/forecast/make.ts';
import { assumptionText, lineDigits, lineFinding, lineName, milestones } from '../apps/canbo/forecast/sectors.ts';
import { problemWords } from '../apps/canbo/forecast/text.ts';
import { assumedValues, capital, checkValue, decimalsFor, forecastName, growth, growthText, idealOf, newestScore, missingText, ownText, partName, scoreText, signed, telling, verdictText, write } from '../apps/canbo/forecast/words.ts';

const flat = (count: number) => Array<number>(101).fill(count);

describe('geometry', () => {
  it('lays a day between the years', () => {
    expect(yearOfDay('2025-12-31', '2025-12-31', 2025)).toBe(2025);
    expect(yearOfDay('2027-12-31', '2025-12-31', 2025)).toBeCloseTo(2027, 2);
    expect(yearOfDay('2026-07-01', '2025-12-31', 2025)).toBeCloseTo(2025.498, 2);
  });
  it('starts an axis at nought only where the numbers reach down', () => {
    expect(yearExtent([980, 1000, 1022])).toEqual([980 - 20.44, 1022 + 20.44]);
    expect(yearExtent([10, 100])).toEqual([0, 106]);
    expect(yearExtent([-10, 40])).toEqual([-10.8, 43.2]);
    expect(yearExtent([-10, -5])).toEqual([-10.8, 0]);
    expect(yearExtent([0, 0])).toEqual([0, 1]);
    expect(yearExtent([])).toEqual([0, 1]);
  });
  it('makes room for the bands and for what was counted', () => {
    expect(fanValues([{ year: 2025, value: 10 }, { year: 2026, value: 11, band: [7, 8, 11, 13, 14] }], [{ value: 20 }])).toEqual([10, 11, 7, 8, 11, 13, 14, 20]);
  });
  it('writes so many years as fit', () => {
    expect(yearTicks(2025, 2050, 6)).toEqual([2025, 2030, 2035, 2040, 2045, 2050]);
    expect(yearTicks(2026, 2030, 6)).toEqual([2026, 2027, 2028, 2029, 2030]);
    expect(yearTicks(2025, 2100, 4)).toEqual([2040, 2060, 2080, 2100]);
  });
});

describe('words of forecasts', () => {
  const score: ForecastScore = { at: '2026-11-22', forecast: 1010.2, counted: 1003, error: 0.72, inside80: true };
  it('tell how far a forecast was off', () => {
    expect(scoreText('2024-12-31', score, '2026-11-22')).toBe('Đối chiếu: dự báo gốc 31/12/2024 cho hôm nay: 1.010, đếm được 1.003, lệch +0,7 %. Số đếm nằm trong khoảng 80 %.');
    const { inside80: _, ...plain } = score;
    expect(scoreText('2024-12-31', { ...plain, error: -3.25 }, '2026-12-01')).toBe('Đối chiếu: dự báo gốc 31/12/2024 cho ngày 22/11/2026: 1.010, đếm được 1.003, lệch −3,3 %.');
    expect(newestScore([score, { ...score, at: '2025-12-31' }])?.at).toBe('2026-11-22');
    expect(newestScore()).toBeUndefined();
  });
  it('write signs and shares the Vietnamese way', () => {
    expect([signed(0.72), signed(-1234.56), signed(0.04), signed(-0.04)]).toEqual(['+0,7', '−1.234,6', '0,0', '0,0']);
    expect([growthText(1001, 1100.1), growthText(0, 5)]).toEqual(['+9,9 %', '–']);
    expect(growth(200, 100)).toBe(-50);
  });
  it('say how much an own rate counts', () => {
    expect(ownText({ id: 'fertility', events: 45, expected: 43.2, weight: 0.4, factor: 1.02 })).toEqual([
      'Có 45 ca; nếu theo mức của cấp trên thì khoảng 43,2.', 'Tỷ suất riêng tính 40 %, phần còn lại theo cấp trên.', 'Mức dùng để dự báo cao hơn cấp trên 2,0 %.',
    ]);
    expect(ownText({ id: 'mortality', events: 0, expected: 0.4, weight: 0, factor: 1 }).slice(1)).toEqual(['Dùng hoàn toàn tỷ suất của cấp trên.', 'Mức dùng để dự báo bằng cấp trên.']);
    expect(ownText({ id: 'x', events: 9000, expected: 9500, weight: 0.998, factor: 0.947 }).slice(1)).toEqual(['Dùng hoàn toàn tỷ suất riêng.', 'Mức dùng để dự báo thấp hơn cấp trên 5,3 %.']);
  });
  it('name a forecast, and show ids that are new', () => {
    expect(forecastName({ to: 2050, scenario: 'medium' })).toBe('Dự báo đến 2050, kịch bản trung bình');
    expect(forecastName({ to: 2050, scenario: 'low', name: 'Quy hoạch trường' })).toBe('Quy hoạch trường');
    expect(capital('đến')).toBe('Đến');
    expect(lineName({ id: 'no_such_line' })).toBe('no such line');
    expect([partName('male'), partName('5'), partName('digit_0'), partName('other_part')]).toEqual(['nam', 'đuôi 5', 'đuôi 0', 'other part']);
  });
  it('put the numbers of an assumption into words', () => {
    expect(assumptionText({ id: 'primary_teachers', assumption: '1.5' })).toBe('1,5 giáo viên một lớp học hai buổi một ngày (Thông tư 20/2023/TT-BGDĐT).');
    expect(assumptionText({ id: 'maternity_beds', assumption: '0.98 · 4 · 0.8' })).toBe('Giả định: tỷ lệ sinh tại cơ sở y tế 0,98, nằm 4 ngày, giường dùng 0,8 công suất.');
    expect(assumptionText({ id: 'maternity_beds', assumption: 'đổi rồi' })).toBe('đổi rồi');
    expect(assumptionText({ id: 'older', assumption: 'Luật Người cao tuổi' })).toBe('Luật Người cao tuổi');
    expect(assumptionText({ id: 'older' })).toBe('');
    expect(assumedValues({ id: 'srb', values: [1.114, 1.064] }).map(Math.round)).toEqual([111, 106]);
    expect(assumedValues({ id: 'tfr', values: [1.9] })).toEqual([1.9]);
  });
  it('say where a line goes', () => {
    const years = [2026, 2027, 2028];
    expect(lineFinding({ id: 'births', values: [20, 18, 15] }, 'births', years, 0)).toBe('2026: 20; 2028: 15 (−25,0 %)');
    expect(lineFinding({ id: 'primary_pupils', values: [20, 30, 15] }, 'school', years, 0)).toBe('2026: 20; 2028: 15 (−25,0 %); cao nhất 2027: 30');
    expect([lineDigits({ id: 'primary_pupils', values: [51.3] }, 'school'), lineDigits({ id: 'maternity_beds', values: [0.2] }, 'births'), lineDigits({ id: 'dependency', values: [9.12] }, 'structure')]).toEqual([0, 1, 1]);
    expect(lineFinding({ id: 'older_share', values: [9.1, 9.5, 10.2] }, 'structure', years, 1)).toBe('2026: 9,1; 2028: 10,2 (+1,1)');
    const window = (values: number[]) => lineFinding({ id: 'window', values }, 'structure', years, 0);
    expect([window([1, 1, 0]), window([0, 1, 1]), window([1, 1, 1]), window([0, 0, 0])]).toEqual(['Có đến hết năm 2027.', 'Có từ năm 2027.', 'Có suốt từ 2026 đến 2028.', 'Không có năm nào.']);
  });
  it('give numbers the decimals they are worth', () => {
    expect([decimalsFor([1, 22]), decimalsFor([1.9, 1.88]), decimalsFor([70.4, 75.1]), decimalsFor([200.4, 3.2])]).toEqual([0, 2, 1, 0]);
    expect([write(-12.34, 1), write(1234, 0)]).toEqual(['−12,3', '1.234']);
  });
  it('tell what a count without error would give', () => {
    expect([idealOf({ id: 'whipple', value: 1.02 }), idealOf({ id: 'whipple', value: 102 }), idealOf({ id: 'myers', value: 3 }), idealOf({ id: 'new', value: 3 })]).toEqual(['1', '100', '0', undefined]);
  });
  it('write checks, and no verdict on few people', () => {
    expect([checkValue({ id: 'whipple', value: 102.36 }), checkValue({ id: 'spoorenberg', value: 0.871 }), checkValue({ id: 'unknown_sex', value: 0 })]).toEqual(['102,4', '0,87', '0,0 %']);
    expect([verdictText('poor'), verdictText(undefined)]).toEqual(['! Kém', 'chỉ để tham khảo']);
    expect([telling({ id: 'first_january', value: 3.4 }), telling({ id: 'unknown_sex', value: 0 }), telling({ id: 'myers', value: 8 })]).toEqual([true, false, false]);
  });
  it('say problems plainly, the server’s own sentence where there is no word', () => {
    expect(problemWords({ code: 'forecast_empty', status: 400 })).toContain('thường trú');
    expect(problemWords({ code: 'offline', status: 0 })).toContain('mạng');
    expect(problemWords({ code: 'brand_new', status: 422, title: 'Câu của máy chủ.' })).toBe('Câu của máy chủ.');
  });
});

describe('the form', () => {
  const typed: Typed = { unit: '92', base: '31/12/2025', to: '2050', scenario: 'medium', name: ' ', bands: true, children: false };
  it('asks for what was chosen', () => {
    expect(defaultBase('2026-11-22')).toBe('2025-12-31');
    expect(defaultBase('2026-12-31')).toBe('2026-12-31');
    expect(askOf(typed, '2026-11-22')).toEqual({ wrong: {}, ask: { unit: '92', base: '2025-12-31', to: 2050, scenario: 'medium', trajectories: 1000 } });
    expect(askOf({ ...typed, bands: false, children: true, name: ' A ' }, '2026-11-22').ask).toMatchObject({ trajectories: 0, children: true, name: 'A' });
  });
  it('refuses days that are not yet, and years that are none', () => {
    expect(askOf({ ...typed, base: '31/12/2027' }, '2026-11-22')).toEqual({ wrong: { base: true } });
    expect(askOf({ ...typed, base: 'hôm qua', to: '2101' }, '2026-11-22')).toEqual({ wrong: { base: true, to: true } });
    expect(askOf({ ...typed, to: '2025' }, '2026-11-22')).toEqual({ wrong: { to: true } });
    expect(askOf({ ...typed, to: '2100' }, '2026-11-22').ask?.to).toBe(2100);
  });
});

describe('ages', () => {
  it('become bands of five years on one scale', () => {
    const bands = bandsOf(flat(2), flat(3));
    expect(bands[0]).toMatchObject({ from: 0, to: 4, male: 10, female: 15 });
    expect(bands.at(-1)).toMatchObject({ from: 85, male: 32, female: 48 });
    expect(largestBand({ male: [flat(2), flat(1)], female: [flat(1), flat(9)] })).toBe(9 * 16);
  });
  it('are found behind the broad groups, whatever law they follow', () => {
    const [male, female] = [flat(2).map((count, age) => count + age / 50), flat(3)];
    const both = male.map((count, age) => count + female[age]!);
    const sum = (from: number, to: number) => both.slice(from, to).reduce((all, count) => all + count, 0);
    expect(boundWords(boundsOf({ children: sum(0, 15), older: sum(60, 101) }, male, female))).toEqual({ children: '0–14', working: '15–59', older: '60+' });
    expect(boundWords(boundsOf({ children: sum(0, 16), older: sum(65, 101) }, male, female))).toEqual({ children: '0–15', working: '16–64', older: '65+' });
    expect(boundsOf({ children: sum(0, 15) + 2.2, older: sum(60, 101) }, male, female)).toEqual({ older: 60 });
    expect(boundsOf(undefined)).toEqual({});
  });
  it('stand in the table of years, bands only where there are some', () => {
    const year: ForecastYear = { year: 2025, total: 10, male: 5, female: 5, children: 2, working: 6, older: 2, median_age: 33.1, dependency: 66.7 };
    const plain = yearTable('x', [year], { children: 15, older: 60 });
    expect(plain.columns).toEqual(['Năm', 'Tổng', 'Nam', 'Nữ', 'Sinh', 'Chết', 'Di cư thuần', 'Trẻ em 0–14', '15–59 tuổi', '60+ tuổi', 'Tuổi trung vị', 'Phụ thuộc (trên 100)']);
    expect(plain.rows[0]!.values.slice(3, 6)).toEqual([undefined, undefined, undefined]);
    expect(plain.decimals).toEqual({ 9: 1, 10: 1 });
    const banded = yearTable('x', [{ ...year, total_band: [1, 2, 3, 4, 5] }], {});
    expect(banded.columns.length).toBe(plain.columns.length + 4);
    expect(banded.rows[0]!.values.slice(0, 5)).toEqual([10, 1, 2, 4, 5]);
  });
  it('that were rounded stand out', () => {
    const heaped = flat(10).map((count, age) => (age === 30 || age === 50 ? 20 : count));
    expect(heapedAges(heaped, flat(10))).toEqual([30, 50]);
    expect(heapedAges(flat(10), flat(10))).toEqual([]);
  });
});

describe('years of a table', () => {
  it('are few enough for paper', () => {
    expect(milestones([2026, 2027])).toEqual([2026, 2027]);
    expect(milestones(Array.from({ length: 25 }, (_, at) => 2026 + at))).toEqual([2026, 2030, 2035, 2040, 2045, 2050]);
    expect(milestones(Array.from({ length: 75 }, (_, at) => 2026 + at))).toEqual([2026, 2030, 2040, 2050, 2060, 2070, 2080, 2090, 2100]);
  });
});

describe('the calls', () => {
  it('go to the addresses of the contract', async () => {
    const asked: string[] = [];
    const fetch = (input: RequestInfo | URL, init?: RequestInit) => {
      asked.push(`${init?.method} ${String(input)}${init?.body ? ` ${String(init.body)}` : ''}`);
      return Promise.resolve(new Response(JSON.stringify({ items: [] }), { status: init?.method === 'POST' ? 201 : 200 }));
    };
    const source = httpSource({ fetch, base: '', sessionEnded: () => Promise.resolve(false) });
    expect(await source.forecasts('92')).toEqual({ ok: true, value: [] });
    await source.makeForecast({ unit: '92', to: 2050, scenario: 'medium', trajectories: 1000 });
    await source.forecast('a/b');
    await source.sectors('c');
    await source.quality('92', '2026-11-22');
    await source.quality('92');
    expect(asked).toEqual([
      'GET /api/forecasts?unit=92', 'POST /api/forecasts {"unit":"92","to":2050,"scenario":"medium","trajectories":1000}', 'GET /api/forecasts/a%2Fb', 'GET /api/forecasts/c/sectors',
      'GET /api/quality?unit=92&at=2026-11-22', 'GET /api/quality?unit=92',
    ]);
    expect([source.forecastFile('c', 'xlsx'), source.forecastAddress('c'), source.sectorsAddress('c')]).toEqual(['/api/forecasts/c/file?format=xlsx', '/api/forecasts/c', '/api/forecasts/c/sectors']);
  });
});

it('what an office assumes itself is read as people write it, and bounded', () => {
  const typed = { unit: '92', base: '31/12/2025', to: '2050', scenario: 'medium' as const, name: '', bands: false, children: false };
  const own = (values: Record<string, string>) => askOf({ ...typed, own: values }, '2026-11-22');
  expect(own({ tfr: '2,1', net_migration: '-4' }).ask?.own).toEqual({ tfr: 2.1, net_migration: -4 });
  expect(own({ tfr: ' ', life_male: '' }).ask).not.toHaveProperty('own');
  expect(own({ tfr: '21', life_female: 'tám mươi' })).toEqual({ wrong: { own: ['tfr', 'life_female'] } });
});

describe('a base from a table', () => {
  const typed: Typed = { unit: '92', base: '31/12/2025', to: '2050', scenario: 'medium', name: '', bands: false, children: false };
  const read = { text: 'age,male,female\n0-59,10,11\n60+,2,3\n', rows: 2, male: 12, female: 14, open: 60, method: 'monotone' };
  it('is asked with its text and source, and needs both', () => {
    expect(askOf({ ...typed, basis: 'gso', table: { read, source: ' Niên giám 2025 ' } }, '2026-11-22').ask).toEqual({
      unit: '92', to: 2050, scenario: 'medium', trajectories: 0, base: '2025-12-31', basis: 'gso', table: { text: read.text, source: 'Niên giám 2025' },
    });
    expect(askOf({ ...typed, table: { source: '' } }, '2026-11-22')).toEqual({ wrong: { table: true, source: true } });
    expect(askOf({ ...typed, basis: 'un' }, '2026-11-22').ask).not.toHaveProperty('basis');
  });
  it('travels as text', () => {
    expect(base64(new TextEncoder().encode('foobar'))).toBe('Zm9vYmFy');
    expect(atob(base64(new Uint8Array(100_000).fill(255))).length).toBe(100_000);
  });
  it('is told wrong by its line, in words', () => {
    expect(tableFault({ code: 'forecast_table', detail: 'line 7: number' })).toEqual({ line: 7, reason: 'number' });
    expect(tableFault({ code: 'forecast_empty', detail: 'line 7: number' })).toBeUndefined();
    expect(problemWords({ code: 'forecast_table', status: 400, detail: 'line 3: gap' })).toBe('Dòng 3: bỏ sót tuổi trước dòng này.');
  });
  it('leaves checks out that too few events cannot carry, and says so', () => {
    expect(missingText({ reason: 'few_deaths', count: 41, needed: 500 })).toBe('mới có 41 ca chết giữa hai lần đếm, cần ít nhất 500. Xem ở cấp tỉnh.');
  });
});

describe('bounds by age', () => {
  it('stand beside the people of a year, and not of the base', () => {
    const pyramid = { male: [flat(2), flat(3)], female: [flat(2), flat(4)] };
    const age_bands = { from: [0, 5], male: [[[10, 12, 18, 20], [11, 13, 17, 19]] as [number, number, number, number][]], female: [[[15, 17, 23, 25], [16, 18, 22, 24]] as [number, number, number, number][]] };
    expect(ageTable('x', { age_bands, pyramid }, 0)).toBeUndefined();
    expect(ageTable('x', { pyramid }, 1)).toBeUndefined();
    expect(ageTable('x', { age_bands, pyramid }, 1)?.rows).toEqual([{ key: '0', label: '0–4', values: [15, 12, 18, 20, 17, 23] }, { key: '5', label: '5–9', values: [15, 13, 17, 20, 18, 22] }]);
  });
});
