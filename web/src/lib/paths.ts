/** Every address of the page; links are written with these and nothing else. */

export const paths = {
  home: '/',
  signIn: '/sign-in',
  board: '/board/$processId',
  record: '/opportunities/$opportunityId',
  newMove: '/opportunities/$opportunityId/moves/new',
} as const;
