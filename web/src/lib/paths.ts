/** Every address of the page; links are written with these and nothing else. */

export const paths = {
  home: '/',
  signIn: '/sign-in',
  account: '/settings/account',
  board: '/board/$processId',
  list: '/opportunities',
  record: '/opportunities/$opportunityId',
  editRecord: '/opportunities/$opportunityId/edit',
  newMove: '/opportunities/$opportunityId/moves/new',
} as const;
