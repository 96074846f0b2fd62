/** The outcome of a call: a value, or a problem to show. Nothing in the desk throws for an expected failure. */
export type Result<T> = { readonly ok: true; readonly value: T; } | { readonly ok: false; readonly problem: Problem; };

/** What went wrong, with the stable code of `docs/problems.md`; `offline` and `bad_answer` are made on this side. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  /** The server's own Vietnamese sentence, used when the code has no message here. */
  readonly title?: string;
  readonly detail?: string;
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (problem: Problem): Result<never> => ({ ok: false, problem });

/** Applies `change` to a value and leaves a problem as it is. */
export function mapResult<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? ok(change(result.value)) : result;
}

/** Reads an RFC 9457 body; anything else becomes a problem named after the HTTP status. */
export function readProblem(status: number, body: unknown): Problem {
  const fallback: Problem = { code: `http_${status}`, status };
  if (typeof body !== 'object' || body === null) return fallback;
  const { code, title, detail } = body as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : fallback.code,
    status,
    ...(typeof title === 'string' && { title }),
    ...(typeof detail === 'string' && { detail })
  };
}
