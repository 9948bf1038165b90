/** Versions this page made itself, so that the live stream does not show a person their own act as news. */

const own = new Set<string>();

export function rememberEcho(opportunityId: number, version: number): void {
  own.add(`${opportunityId}:${version}`);
}

export function isEcho(opportunityId: number, version: number): boolean {
  return own.has(`${opportunityId}:${version}`);
}
