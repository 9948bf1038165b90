/** A refusal from the server (RFC 9457), with everything it says about what is missing. */
import type { Missing } from './types';
import { wholeGap } from './whole';

export interface CurrentState {
  stage_id: number;
  stage_name: string;
  version: number;
  changed_by?: { id: number; name: string } | null;
  changed_at?: string;
  /** Field by field what others made of it since. */
  changes?: readonly { field: string; value: unknown; by: { id: number; name: string }; at: string }[];
}

export interface ProblemBody {
  code?: string;
  status?: number;
  detail?: string;
  missing?: Partial<Missing>[];
  may_override?: boolean;
  current?: CurrentState;
  params?: Record<string, unknown>;
}

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly missing: readonly Missing[];
  readonly mayOverride: boolean;
  readonly current: CurrentState | null;
  readonly params: Readonly<Record<string, unknown>>;

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.code ?? String(status));
    this.name = 'Problem';
    this.code = body.code ?? 'unknown';
    this.status = status;
    this.missing = (body.missing ?? []).map((gap) => wholeGap(gap));
    this.mayOverride = body.may_override ?? false;
    this.current = body.current ?? null;
    this.params = body.params ?? {};
  }
}

/** The answer never came: no network, or a server that is away. */
export const UNREACHABLE = 'unreachable';

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: UNREACHABLE });
}

/** What a plan refuses, as if the move had been tried. */
export function refusalProblem({ code, detail }: { code: string; detail: string | null }): Problem {
  return new Problem(422, { code, ...(detail !== null && { detail }) });
}
