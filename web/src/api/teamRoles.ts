/** The parts our own people play on a deal; a process may ask for others, which keep their own name. */
import type { TFunction } from 'i18next';

export const teamRoles = ['sales_engineer', 'legal', 'finance', 'customer_success', 'support', 'implementation', 'partner', 'executive_sponsor', 'observer', 'former_owner'] as const;

type TeamRole = (typeof teamRoles)[number];

function isKnown(role: string): role is TeamRole {
  return teamRoles.some((known) => known === role);
}

export function teamRoleLabel(t: TFunction, role: string): string {
  const code = role.replaceAll(' ', '_');
  return isKnown(code) ? t(`teamRole.${code}`) : role;
}
