import type { BaseAsk, BaseRead, Forecast, ForecastAsk, ForecastSummary, Quality, Sectors } from './forecastTypes.ts';
import type { Calls } from './official.ts';
import { mapResult, type Result } from './result.ts';

/** Forecasts and the quality of what they start from. Making one is sent once. */
export interface ForecastSource {
  /** Newest first. */
  forecasts(unit: string): Promise<Result<ForecastSummary[]>>;
  makeForecast(ask: ForecastAsk): Promise<Result<ForecastSummary>>;
  /** Reads a table that a forecast can begin with; keeps nothing. */
  readBase(ask: BaseAsk): Promise<Result<BaseRead>>;
  forecast(id: string): Promise<Result<Forecast>>;
  /** The address of the forecast as a file. */
  forecastFile(id: string, format: 'csv' | 'xlsx'): string;
  sectors(id: string): Promise<Result<Sectors>>;
  /** The addresses from which other programs read the same. */
  forecastAddress(id: string): string;
  sectorsAddress(id: string): string;
  quality(unit: string, at?: string): Promise<Result<Quality>>;
}

/** Forecasts over HTTP. */
export function forecastCalls({ get, post, file }: Calls): ForecastSource {
  const at = (id: string, rest = '') => `/api/forecasts/${encodeURIComponent(id)}${rest}`;
  return {
    forecasts: async (unit) => mapResult(await get<{ items: ForecastSummary[] }>('/api/forecasts', { unit }), (read) => read.items),
    makeForecast: (ask) => post<ForecastSummary>('/api/forecasts', ask),
    readBase: (ask) => post<BaseRead>('/api/forecasts/base', ask),
    forecast: (id) => get<Forecast>(at(id)),
    forecastFile: (id, format) => file(at(id, '/file'), { format }),
    sectors: (id) => get<Sectors>(at(id, '/sectors')),
    forecastAddress: (id) => file(at(id)),
    sectorsAddress: (id) => file(at(id, '/sectors')),
    quality: (unit, day) => get<Quality>('/api/quality', { unit, at: day }),
  };
}
