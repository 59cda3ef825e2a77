/** How full a bounded resource is: 0 to its limit, which is the heavy line at the right. */
export function TankMark({ share }: { share: number }) {
  const filled = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return (
    <svg width="100%" height={10} aria-hidden="true">
      <path d="M0 9.5H2000" stroke="var(--ink-4)" />
      <rect y={3} width={filled} height={5} fill="var(--ink-2)" />
      <rect x="100%" y={0} width={3} height={10} fill="var(--ink)" transform="translate(-3 0)" />
    </svg>
  );
}
