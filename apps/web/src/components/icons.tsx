/** The sign of the page: two slow frames over four fast ones. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 26 26" width="26" height="26" aria-hidden="true">
      <g class="mark-slow">
        <rect x="1" y="2" width="11" height="11" rx="2.5" />
        <rect x="14" y="2" width="11" height="11" rx="2.5" />
      </g>
      <g class="mark-fast">
        <rect x="1" y="16.5" width="4.6" height="7" rx="1.6" />
        <rect x="7.4" y="16.5" width="4.6" height="7" rx="1.6" />
        <rect x="14" y="16.5" width="4.6" height="7" rx="1.6" />
        <rect x="20.4" y="16.5" width="4.6" height="7" rx="1.6" />
      </g>
    </svg>
  );
}

/** A padlock. */
export function Lock() {
  return (
    <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true" fill="none" stroke="currentColor">
      <rect x="3" y="7" width="10" height="7" rx="1.8" stroke-width="1.4" />
      <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" stroke-width="1.4" />
    </svg>
  );
}

/** A tick in a circle. */
export function Tick() {
  return (
    <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true" fill="none" stroke="currentColor">
      <circle cx="8" cy="8" r="6.2" stroke-width="1.4" />
      <path d="m5.3 8.2 1.9 1.9 3.6-4" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

/** An exclamation mark in a triangle. */
export function Warning() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M8 2.2 14.3 13H1.7Z" stroke-width="1.4" stroke-linejoin="round" />
      <path d="M8 6.4v3.2M8 11.3v.2" stroke-width="1.5" stroke-linecap="round" />
    </svg>
  );
}

/** A cross. */
export function Cross() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="m4 4 8 8m0-8-8 8" stroke-width="1.6" stroke-linecap="round" />
    </svg>
  );
}

/** An arrow upwards. */
export function ArrowUp() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
      <path
        d="M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2"
        stroke-width="1.8"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** A filled square. */
export function Square() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="currentColor">
      <rect x="3" y="3" width="10" height="10" rx="2" />
    </svg>
  );
}
