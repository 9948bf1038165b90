/** Every refusal in the person's language: the sentence from the catalogue by its code, the server's own where we have none. */
import i18next from 'i18next';
import { announceNow } from '@/lib/announcing';
import { showToast } from '@/lib/toasts';
import type { Words } from '@/lib/i18n';
import type { Problem } from './problem';

function names(problem: Problem): string {
  const words = problem.missing.map((missing) => missing.name);
  return new Intl.ListFormat(i18next.language, { type: 'conjunction' }).format(words);
}

function facts(problem: Problem): Record<string, unknown> {
  const stage = problem.current?.stage_name ?? problem.missing[0]?.stage_name ?? '';
  return {
    ...problem.params,
    count: problem.missing.length,
    names: names(problem),
    // A select in the catalogue needs a word even where nobody is known.
    who: problem.current?.changed_by?.name ?? 'undefined',
    stage,
    // Not everything that somebody can change meanwhile stands in a stage.
    place: stage === '' ? 'none' : 'some',
    status: problem.status,
  };
}

function isKnown(code: string): code is keyof Words['refusal'] {
  return i18next.exists(`refusal.${code}`);
}

export function refusalSentence(problem: Problem): string {
  if (isKnown(problem.code)) return i18next.t(`refusal.${problem.code}`, facts(problem));
  const isOurs = problem.status >= 400 && problem.status < 500 && problem.message !== problem.code;
  return isOurs ? problem.message : i18next.t('refusal.failed', facts(problem));
}

/** The sentence, and what to do about each thing that is missing: for a dialog with one place for what went wrong. */
export function refusalInFull(problem: Problem, missing = problem.missing): string {
  return [refusalSentence(problem), ...missing.map(({ remedy }) => remedy)].join(' ');
}

/**
 * A refusal for a form: what is missing stands at the field that can give it, the rest in the sentence above. `fields`
 * says for a name of the API which field of the form it is.
 */
export function atFields(problem: Problem, fields: Readonly<Record<string, string>>): { sentence: string; errors: Record<string, string> } {
  const own = problem.missing.filter(({ name }) => name in fields);
  const rest = problem.missing.filter(({ name }) => !(name in fields)).map(({ name, remedy }) => `${name}: ${remedy}`);
  return {
    sentence: [refusalSentence(problem), ...rest].join(' '),
    errors: Object.fromEntries(own.map(({ name, remedy }) => [fields[name] ?? name, remedy])),
  };
}

/** The one door for refusals that nothing on the screen can hold. */
export function tellRefusal(problem: Problem): void {
  const sentence = refusalSentence(problem);
  showToast({ sentence, tone: 'refused' });
  announceNow(sentence);
}
