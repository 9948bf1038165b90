/** The figures of a batch as its sentences take them. */
import type { Batch } from '@/api/batches';
import type { Formats } from '@/lib/formats';

export function batchFacts(batch: Batch, { number }: Formats) {
  return { done: number(batch.done), total: number(batch.total), changed: number(batch.counts.changed ?? 0) };
}
