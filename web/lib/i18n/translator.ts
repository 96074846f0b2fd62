export type Params = Record<string, string | number>;

function fill(pattern: string, params: Params): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** Looks a key up and fills `{name}` places. */
export type Translate<Key extends string> = (key: Key, params?: Params) => string;

/**
 * A lookup over Vietnamese messages, which are complete, and optionally a further locale, which may
 * lack keys: what it lacks is said in Vietnamese.
 */
export function translator<Messages extends Record<string, string>>(
  vietnamese: Messages,
  locale: { [Key in keyof Messages]?: string } = {},
): Translate<keyof Messages & string> {
  return (key, params = {}) => fill(locale[key] ?? vietnamese[key] ?? key, params);
}
