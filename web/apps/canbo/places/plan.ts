/** The whole change of 1 July 2025, as a plan: the server knows its steps. */
export const country2025 = { version: 1, name: 'country-2025', country: '2025-07-01' } as const;

/** A plan from a file, with what it is called. Undefined when the text is none. */
export function readPlan(text: string, fileName: string): { name: string; body: unknown } | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !('version' in body)) return undefined;
  const { name } = body as { name?: unknown };
  return { name: typeof name === 'string' && name !== '' ? name : fileName, body };
}
