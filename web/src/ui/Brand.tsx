/** The mark: a line that climbs from a filled stop to an open one. */
export function Brand({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden style={{ color: 'var(--sl-primary)' }}>
      <rect width="26" height="26" rx="7.5" fill="currentColor" />
      <path d="M5.5 18.2h3.2c4.6 0 4-10.4 8.6-10.4h.6" fill="none" stroke="var(--sl-on-primary)" strokeWidth="2" strokeLinecap="round" />
      <circle cx="6.2" cy="18.2" r="2.2" fill="var(--sl-on-primary)" />
      <circle cx="19.6" cy="7.8" r="2.5" fill="currentColor" stroke="var(--sl-on-primary)" strokeWidth="1.8" />
    </svg>
  );
}
