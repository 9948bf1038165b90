import { expect, test } from 'vitest';
import { inOrder } from './inOrder';

function slowest(): { asked: string[]; answer: (() => void)[]; refuse: (() => void)[]; run: (input: string) => Promise<string> } {
  const asked: string[] = [];
  const answer: (() => void)[] = [];
  const refuse: (() => void)[] = [];
  const run = (input: string) =>
    new Promise<string>((resolve, reject) => {
      asked.push(input);
      answer.push(() => resolve(input));
      refuse.push(() => reject(new Error(input)));
    });
  return { asked, answer, refuse, run };
}

const soon = () => new Promise((resolve) => setTimeout(resolve));

test('the second is asked for when the first is answered', async () => {
  const server = slowest();
  const act = inOrder({ run: server.run, touches: () => [] });

  const first = act.run('to the top');
  const second = act.run('to the bottom');
  await soon();
  expect(server.asked).toEqual(['to the top']);

  server.answer[0]?.();
  expect(await first).toBe('to the top');
  await soon();
  expect(server.asked).toEqual(['to the top', 'to the bottom']);
  server.answer[1]?.();
  expect(await second).toBe('to the bottom');
});

test('a refusal goes to the one who asked and does not hold up the next', async () => {
  const server = slowest();
  const act = inOrder({ run: server.run, touches: () => [] });

  const first = act.run('to the top');
  const second = act.run('to the bottom');
  await soon();
  server.refuse[0]?.();
  await expect(first).rejects.toThrow('to the top');

  await soon();
  server.answer[1]?.();
  expect(await second).toBe('to the bottom');
});
