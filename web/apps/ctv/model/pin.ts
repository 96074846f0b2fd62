import type { MessageKey } from '../text.ts';

/** What speaks against a PIN for this phone: it has six digits and is not the first that anyone would try. */
export function pinFault(pin: string): MessageKey | undefined {
  if (!/^\d{6}$/.test(pin)) return 'pin.not_six';
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  const regular = steps.every((step) => step === steps[0]);
  return regular || /^(\d\d)\1\1$|^(\d{3})\2$/.test(pin) ? 'pin.too_simple' : undefined;
}
