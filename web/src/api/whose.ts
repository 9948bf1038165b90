/** Whose day is looked at, as the address says it. */

export const whoses = ['mine', 'roles', 'team'] as const;

export type Whose = (typeof whoses)[number];

export function whoseIn(value: unknown): Whose | undefined {
  return whoses.find((whose) => whose === value);
}
