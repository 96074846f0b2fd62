import { translate, type MessageKey } from '$lib/i18n';

export type { MessageKey };
/** The messages of this app. */
export const t = translate();
