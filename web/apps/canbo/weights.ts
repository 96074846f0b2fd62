/** Whole percent, never 100 for what is not sure. */
export const percent = (probability: number): string => String(Math.min(99, Math.floor(probability * 100)));

/** Bits with their sign, as people write numbers here. */
export function bits(weight: number): string {
  const rounded = Math.abs(weight).toFixed(1).replace('.', ',');
  return rounded === '0,0' ? '0' : `${weight < 0 ? '−' : '+'}${rounded}`;
}
