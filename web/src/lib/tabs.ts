/** The tabs of a record, as the address names them. */

export const tabNames = ['history', 'timeline', 'files'] as const;

export type TabName = (typeof tabNames)[number];

export function tabIn(value: unknown): TabName | undefined {
  return tabNames.find((tab) => tab === value);
}
