/** The store's sign: an awning over a door. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#0f5e5a" />
      <path d="M6 13 8.5 7h15L26 13a3.3 3.3 0 0 1-6.6 0 3.3 3.3 0 0 1-6.7 0A3.3 3.3 0 0 1 6 13Z" fill="#d98e04" />
      <path
        d="M8.5 18v7h15v-7"
        fill="none"
        stroke="#faf7f2"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
