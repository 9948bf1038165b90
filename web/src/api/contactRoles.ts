/** The parts people play on the buyer's side; a process may ask for others, which keep their own name. */
import type { TFunction } from 'i18next';

export const contactRoles = ['champion', 'economic_buyer', 'decision_maker', 'influencer', 'user', 'legal', 'procurement', 'opponent'] as const;

type ContactRole = (typeof contactRoles)[number];

function isKnown(role: string): role is ContactRole {
  return contactRoles.some((known) => known === role);
}

export function roleLabel(t: TFunction, role: string): string {
  return isKnown(role) ? t(`contactRole.${role}`) : role;
}
