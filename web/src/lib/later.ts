/** Parts that come after the first paint: fetched once the page has settled, so that they are there when asked for, also without a connection. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { laterWords } from './i18n';

const SETTLED_MS = 1500;
const waiting: (() => Promise<unknown>)[] = [laterWords];

/** With all that it says. */
export async function worded<Part>(load: () => Promise<Part>): Promise<Part> {
  const [part] = await Promise.all([load(), laterWords()]);
  return part;
}

export function later<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  waiting.push(load);
  return lazy(async () => ({ default: await worded(load) }));
}

/** One after the other, so that none is in the way of what a person asks for. */
async function fetchWaiting(): Promise<void> {
  for (let load = waiting.shift(); load !== undefined; load = waiting.shift()) await load().catch(() => undefined);
}

export function fetchLater(): () => void {
  const timer = setTimeout(() => void fetchWaiting(), SETTLED_MS);
  return () => clearTimeout(timer);
}
