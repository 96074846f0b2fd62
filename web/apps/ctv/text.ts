/** The messages of this app, which are those of the forms. */
export { learnWords, speak, t, type MessageKey } from '$lib/forms/text.ts';
