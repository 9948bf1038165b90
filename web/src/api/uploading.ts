/** Sending files: each with its progress, a way to stop it, and the sentence of whatever went wrong. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { announce, announceNow } from '@/lib/announcing';
import type { StoredFile } from './belongings';
import { writingHeaders } from './client';
import { keys } from './keys';
import { asProblem, Problem, type ProblemBody } from './problem';
import { refusalSentence } from './refusals';

/** As much as the server takes. */
const LARGEST = 25_000_000;

interface Sending {
  opportunityId: number;
  file: File;
  label: string;
  signal: AbortSignal;
  onProgress: (sent: number) => void;
}

function body(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null;
}

/** By the old request object: the new one tells no progress of what it sends. */
function send({ opportunityId, file, label, signal, onProgress }: Sending): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/opportunities/${opportunityId}/files`);
    for (const [name, value] of Object.entries(writingHeaders())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      const answer = body(request);
      // The server's own document says what this route answers with.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (request.status === 201) resolve(answer as StoredFile);
      else reject(new Problem(request.status, isObject(answer) ? answer : {}));
    });
    request.addEventListener('error', () => reject(asProblem(undefined)));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    // In this order: the server reads the label before the file that it belongs to.
    if (label !== '') form.append('label', label);
    form.append('file', file, file.name);
    request.send(form);
  });
}

function refusedAtOnce(file: File): Problem | null {
  if (file.size > LARGEST) return new Problem(413, { code: 'file_too_large' });
  return file.size === 0 ? new Problem(400, { code: 'file_empty' }) : null;
}

export interface Upload {
  key: number;
  name: string;
  size: number;
  sent: number;
  /** What went wrong; nothing while it goes well. */
  failure: string | null;
}

let lastKey = 0;

interface Words {
  done: (name: string) => string;
  added?: (file: StoredFile) => void;
}

/** What is on its way to this deal. Leaving the screen stops nothing that is sent already, and sends the rest no more. */
export function useUploads(opportunityId: number, { done, added }: Words) {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<number, AbortController>());
  useEffect(() => {
    const running = stops.current;
    return () => running.forEach((stop) => stop.abort());
  }, []);

  const forget = (key: number) => {
    stops.current.delete(key);
    setUploads((before) => before.filter((upload) => upload.key !== key));
  };
  const change = (key: number, part: Partial<Upload>) => setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)));
  const fail = (key: number, problem: Problem) => {
    const failure = refusalSentence(problem);
    change(key, { failure });
    announceNow(failure);
  };

  const start = async (file: File, label: string) => {
    lastKey += 1;
    const key = lastKey;
    setUploads((before) => [...before, { key, name: file.name, size: file.size, sent: 0, failure: null }]);
    const wrong = refusedAtOnce(file);
    if (wrong !== null) {
      fail(key, wrong);
      return;
    }
    const stop = new AbortController();
    stops.current.set(key, stop);
    try {
      const stored = await send({ opportunityId, file, label, signal: stop.signal, onProgress: (sent) => change(key, { sent: Math.min(sent, file.size) }) });
      forget(key);
      announce(done(stored.name));
      added?.(stored);
    } catch (error) {
      if (stop.signal.aborted) forget(key);
      else fail(key, asProblem(error));
    }
    await Promise.all([keys.opportunity(opportunityId), keys.boards].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };

  return {
    uploads,
    add: (files: Iterable<File>, label: string) => {
      for (const file of files) void start(file, label);
    },
    /** Stops one that is on its way, or puts away one that failed. */
    drop: (key: number) => {
      stops.current.get(key)?.abort();
      forget(key);
    },
  };
}
