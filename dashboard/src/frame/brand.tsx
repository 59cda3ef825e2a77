/** Ink up to now, dashed in the colour of what is coming. */
export function Brand() {
  return (
    <svg width={22} height={18} viewBox="0 0 22 18" aria-hidden="true">
      <path d="M0 10h3l1.5-4 2 7 1.5-3h3" fill="none" stroke="var(--ink)" strokeWidth={1.6} strokeLinejoin="round" />
      <path
        d="M11 10 13.4 1 16.6 17 18.6 10H22"
        fill="none"
        stroke="var(--coming)"
        strokeWidth={1.6}
        strokeDasharray="2 1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
