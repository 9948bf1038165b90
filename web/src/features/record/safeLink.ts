/** Evidence is free text: only a web address becomes a link, so that no `javascript:` ever does. */
export function safeLink(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
