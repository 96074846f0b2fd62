import type { Calls } from './official.ts';
import { mapResult, type Result } from './result.ts';
import type { ReadingAsk, ReadingReply, Sample, SampleAsk, SampleDifference, SampleReply, SampleResult, Samples, Verdict } from './sampleTypes.ts';

/** Households interviewed a second time. What changes something is sent once. */
export interface SampleSource {
  samples(unit: string): Promise<Result<Samples>>;
  drawSample(ask: SampleAsk): Promise<Result<Sample>>;
  sample(id: string): Promise<Result<SampleReply>>;
  putReading(id: string, household: string, ask: ReadingAsk): Promise<Result<ReadingReply>>;
  sampleDifferences(id: string): Promise<Result<SampleDifference[]>>;
  /** Answers with the result as it is then. */
  decideDifference(id: string, ask: { household: string; number: number; verdict: Verdict }): Promise<Result<SampleResult>>;
  sampleResult(id: string): Promise<Result<SampleResult>>;
  /** The address of the blank form as a file. */
  sampleFormFile(id: string, format: 'pdf' | 'docx'): string;
  /** The address of the result as a file. */
  sampleResultFile(id: string, format: 'xlsx' | 'csv' | 'pdf'): string;
}

/** Samples over HTTP. */
export function sampleCalls({ get, post, file }: Calls): SampleSource {
  const at = (id: string, rest = '') => `/api/network/samples/${encodeURIComponent(id)}${rest}`;
  return {
    samples: (unit) => get<Samples>('/api/network/samples', { unit }),
    drawSample: (ask) => post<Sample>('/api/network/samples', ask),
    sample: (id) => get<SampleReply>(at(id)),
    putReading: (id, household, ask) => post<ReadingReply>(at(id, `/readings/${encodeURIComponent(household)}`), ask),
    sampleDifferences: async (id) => mapResult(await get<{ items: SampleDifference[] }>(at(id, '/differences')), (read) => read.items),
    decideDifference: (id, ask) => post<SampleResult>(at(id, '/differences'), ask),
    sampleResult: (id) => get<SampleResult>(at(id, '/result')),
    sampleFormFile: (id, format) => file(at(id, '/form'), { format }),
    sampleResultFile: (id, format) => file(at(id, '/result'), { format }),
  };
}
