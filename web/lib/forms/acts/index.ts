/** The forms of all acts that are not of every week, with their words: one file of the app that is loaded when first needed. */
import words from '$lib/i18n/ctv.acts.vi.json';
import type { Form, RareKind } from '../types.ts';
import { adoption } from './adoption.ts';
import { healthTables } from './health.ts';
import { householdTables } from './households.ts';
import { formOfTable } from './interpret.ts';
import { personTables } from './persons.ts';

export { words };

const forms = [adoption, ...[...personTables, ...healthTables, ...householdTables].map(formOfTable)];

export const rareForms: ReadonlyMap<RareKind, Form> = new Map(forms.map((form) => [form.kind as RareKind, form]));
