/** Every address of the page; links are written with these and nothing else. */

export const paths = {
  home: '/',
  day: '/day',
  anyBoard: '/board',
  signIn: '/sign-in',
  account: '/settings/account',
  goals: '/settings/goals',
  board: '/board/$processId',
  outbox: '/outbox',
  list: '/opportunities',
  calendarHome: '/calendar',
  calendar: '/calendar/$view/$date',
  record: '/opportunities/$opportunityId',
  editRecord: '/opportunities/$opportunityId/edit',
  newMove: '/opportunities/$opportunityId/moves/new',
} as const;

/** Parts of a page that something else leads to. */
export const anchors = { feed: 'feed' } as const;
