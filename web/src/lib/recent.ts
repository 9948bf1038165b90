/** The deals whose records were opened last, newest first; kept for this tab alone, and apart for each person. */

export interface Recent {
  id: number;
  name: string;
}

const MOST = 6;

function place(userId: number): string {
  return `stageline.recent.${userId}`;
}

function isRecent(value: unknown): value is Recent {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value && typeof value.id === 'number' && typeof value.name === 'string';
}

export function recentDeals(userId: number): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place(userId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => isRecent(each)) : [];
  } catch {
    return [];
  }
}

export function keepRecent(userId: number, deal: Recent): void {
  const others = recentDeals(userId).filter(({ id }) => id !== deal.id);
  sessionStorage.setItem(place(userId), JSON.stringify([deal, ...others].slice(0, MOST)));
}
