/** Every address of the page; links are written with these and nothing else. */

export const paths = {
  home: '/',
  signIn: '/sign-in',
  board: '/board/$processId',
  list: '/opportunities',
  record: '/opportunities/$opportunityId',
  editRecord: '/opportunities/$opportunityId/edit',
  newMove: '/opportunities/$opportunityId/moves/new',
} as const;
