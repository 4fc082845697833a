/** The shop's sign: an eight-pointed star with a smaller one in it. */
export function Sign() {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" fill="currentColor">
      <path
        fill-rule="evenodd"
        d="M64 32l-9.4 9.4v13.2H41.400L32 64l-9.4-9.400H9.400V41.400L0 32l9.4-9.400V9.400h13.200L32 0l9.4 9.400h13.200v13.200zM32 14l-5.3 5.300h-7.400v7.400L14 32l5.3 5.300v7.400h7.400L32 50l5.3-5.300h7.400v-7.400L50 32l-5.3-5.300v-7.400h-7.400z"
      />
    </svg>
  );
}

/** An empty arch: what stands where there is nothing to show yet. */
export function EmptyArch() {
  return (
    <svg class="sign" viewBox="0 0 112 128" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5">
      <path d="M8 126V62C8 34 32 20 56 4c24 16 48 30 48 58v64z" opacity=".9" />
      <path d="M20 126V65c0-21 18-33 36-46 18 13 36 25 36 46v61" opacity=".4" />
      <path d="m56 62 4.6 6.7 8-1.4-1.4 8L74 80l-6.8 4.7 1.4 8-8-1.400L56 98l-4.6-6.7-8 1.4 1.4-8L38 80l6.8-4.7-1.4-8 8 1.400z" />
      <path d="M0 126h112" />
    </svg>
  );
}

/** A basket, for the way to the cart. */
export function BasketIcon() {
  return (
    <svg {...line} aria-hidden="true">
      <path d="M4 10h16l-1.6 9.200a1 1 0 0 1-1 .8H6.600a1 1 0 0 1-1-.8zM8 10l3-6m5 6-3-6" />
    </svg>
  );
}

export function PersonIcon() {
  return (
    <svg {...line} aria-hidden="true">
      <circle cx="12" cy="8" r="3.6" />
      <path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6" />
    </svg>
  );
}

export function GlassIcon() {
  return (
    <svg {...line} aria-hidden="true">
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="m15 15 5 5" />
    </svg>
  );
}

export function StarIcon() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
      <path d="m12 2.5 2.9 6.2 6.8.8-5 4.7 1.3 6.7-6-3.3-6 3.3 1.3-6.7-5-4.7 6.8-.8z" />
    </svg>
  );
}

const line = {
  viewBox: "0 0 24 24",
  width: 22,
  height: 22,
  fill: "none",
  stroke: "currentColor",
  "stroke-width": 1.6,
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;
