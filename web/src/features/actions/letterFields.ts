/** The merge fields of letters, by the names that the words of the page know them by. */

const fields = {
  'contact.name': 'contactName',
  'contact.email': 'contactEmail',
  'contact.phone': 'contactPhone',
  'contact.job_title': 'contactJobTitle',
  'account.name': 'accountName',
  'account.website': 'accountWebsite',
  'opportunity.name': 'opportunityName',
  'opportunity.amount': 'opportunityAmount',
  'opportunity.expected_close_on': 'opportunityCloses',
  'opportunity.next_step': 'opportunityNextStep',
  'owner.name': 'ownerName',
  'owner.email': 'ownerEmail',
  'sender.name': 'senderName',
  'sender.email': 'senderEmail',
  'organisation.name': 'organisationName',
} as const;

function isField(name: string): name is keyof typeof fields {
  return name in fields;
}

export function fieldOf(name: string): (typeof fields)[keyof typeof fields] | null {
  return isField(name) ? fields[name] : null;
}
