import type { RoleName, User } from '$lib/api';

function hasRole(user: User, ...names: RoleName[]): boolean {
  return user.roles.some((held) => names.includes(held.role));
}

/** The server decides; these only spare the officer doors that stay shut (`docs/http.md`, roles). */
export const mayReview = (user: User): boolean => hasRole(user, 'commune');
export const mayDecide = (user: User): boolean => hasRole(user, 'commune');
export const maySeePeople = (user: User): boolean => hasRole(user, 'commune', 'collaborator');
export const maySeeFigures = (user: User): boolean => hasRole(user, 'collaborator', 'commune', 'province', 'nation', 'reader');
export const maySeeIndicators = maySeeFigures;
export const maySeeReports = (user: User): boolean => hasRole(user, 'commune', 'province', 'nation', 'reader');
export const mayForecast = (user: User): boolean => hasRole(user, 'commune', 'province', 'nation');
export const mayReconcile = (user: User): boolean => hasRole(user, 'commune', 'province');
export const mayReorganise = (user: User): boolean => hasRole(user, 'province', 'admin');
export const maySeeNetwork = (user: User): boolean => hasRole(user, 'commune', 'province', 'admin');
export const mayIssueCodes = (user: User): boolean => hasRole(user, 'commune', 'admin');

/** The code of the whole country, above all provinces. */
export const nationCode = 'VN';

/** The unit the desk opens with: that of the first role that has one; the nation for a national role without. */
export function homeUnit(user: User): string | undefined {
  return user.roles.find((held) => held.unit !== undefined)?.unit ?? (hasRole(user, 'nation') ? nationCode : undefined);
}
