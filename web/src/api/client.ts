/** The one client of the server's API: adds the token against forged requests and turns refusals into `Problem`s. */
import createClient from 'openapi-fetch';
import { Problem, type ProblemBody } from './problem';
import type { paths } from './schema';

let csrfToken = '';

export function keepToken(token: string): void {
  csrfToken = token;
}

// `crypto.randomUUID` is missing on plain http, where a trial installation in a local network runs.
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What every request carries that changes something. */
export function writingHeaders(): Record<string, string> {
  return { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': freshKey() };
}

export const client = createClient<paths>({ baseUrl: location.origin });

client.use({
  onRequest({ request }) {
    if (request.method === 'GET') return;
    for (const [name, value] of Object.entries(writingHeaders())) request.headers.set(name, value);
  },
});

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

function isObject(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null;
}

/** The data of an answer, or the refusal thrown. */
export async function answered<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  if (!response.ok) throw new Problem(response.status, isObject(error) ? error : {});
  // An answer without content has no data, and its type says so.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return data as Data;
}
