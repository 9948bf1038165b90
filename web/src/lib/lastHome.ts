/** Which of the two screens one begins with was used last; kept in this browser. */

type Home = 'day' | 'board';

const KEY = 'stageline.home';

export function lastHome(): Home {
  try {
    return localStorage.getItem(KEY) === 'day' ? 'day' : 'board';
  } catch {
    return 'board';
  }
}

export function keepHome(home: Home): void {
  // A browser that keeps nothing begins with the board.
  try {
    localStorage.setItem(KEY, home);
  } catch {
    return;
  }
}
