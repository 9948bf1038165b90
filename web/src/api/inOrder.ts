/** For what is said without a version: the last word must stand, so each waits until the one before it is answered. */
import type { Act } from './acts';

/** The same act, its requests sent one after another in the order they were asked for, whatever became of the one before. */
export function inOrder<Input, Output>(act: Act<Input, Output>): Act<Input, Output> {
  let before: Promise<unknown> = Promise.resolve();
  return {
    ...act,
    run: (input) => {
      const turn = before.then(() => act.run(input));
      before = turn.catch(() => undefined);
      return turn;
    },
  };
}
