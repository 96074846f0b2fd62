/** Indicators of the stand-in: the real catalogue, population and births counted, everything else hidden as too small. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lastDay, firstDay, parsePeriod } from '../apps/canbo/periods.ts';
import type { Figure, Indicator } from '../lib/api/index.ts';
import { livingIn, personsOf, type FakeRegister } from './deskFakeData.ts';

const folder = fileURLToPath(new URL('../../catalog/indicators', import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as unknown;

type Written = Omit<Indicator, 'version' | 'symbol' | 'unit_of_measure' | 'breakdowns'> & { valid_from: string; symbol?: string; unit: string; breakdowns?: (string | { name: string })[] };

/** As `GET /api/indicators` answers. */
export function fakeIndicators(): { version: string; indicators: Indicator[]; breakdowns: { name: string; vi: string }[] } {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'breakdowns.json').sort();
  const left = { scale: 1, decimals: 0, interval: 'none' as const, periods: [], live: false };
  const indicators = files.flatMap((name) => read(name) as Written[]).map((written): Indicator => ({
    ...left, ...written, symbol: written.symbol ?? written.code, version: written.valid_from, unit_of_measure: written.unit,
    breakdowns: (written.breakdowns ?? []).map((one) => (typeof one === 'string' ? one : one.name)),
  }));
  return { version: 'fake', indicators, breakdowns: read('breakdowns.json') as { name: string; vi: string }[] };
}

/** As `GET /api/figures` answers. */
export function fakeFigures(register: FakeRegister, ask: (name: string) => string | undefined): unknown {
  const period = parsePeriod(ask('period') ?? '');
  const unit = ask('unit') ?? 'VN';
  if (!period) return undefined;
  const [from, to, known] = [firstDay(period), lastDay(period), Number(ask('known_at') ?? register.position)];
  const named = (code: string) => register.units.find((one) => one.code === code);
  const places = ask('children') ? register.units.filter((one) => one.parent === unit) : register.units.filter((one) => one.code === unit);
  const catalogue = fakeIndicators().indicators;
  const figures = (ask('indicator') ?? '').split(',').flatMap((code) => {
    const indicator = catalogue.find((one) => one.code === code);
    return indicator === undefined ? [] : places.map((place): Omit<Figure, 'unit_name' | 'period' | 'by' | 'missing'> => {
      const births = personsOf(register, place.code).filter((person) => person.enteredBy === 'birth' && person.entered >= from && person.entered <= to).length;
      const value = code === 'POP' ? livingIn(register, { unit: place.code, known }, to).length : code === 'BIRTHS' ? births : undefined;
      return {
        indicator: code, version: indicator.version, unit: place.code, interval: indicator.interval, estimated: false, decimals: indicator.decimals, unit_of_measure: indicator.unit_of_measure,
        ...(value === undefined ? { hidden: 'small_numbers' as const } : { value, numerator: value }),
      };
    });
  });
  return {
    unit, unit_name: named(unit)?.full_name ?? unit, period: ask('period'), from, to, known_at: known, boundaries: to,
    units: places.map((one) => ({ code: one.code, name: one.full_name, level: one.level })), figures,
  };
}
