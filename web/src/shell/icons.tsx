import type { ReactNode } from 'react';

const icon = (paths: ReactNode) => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {paths}
  </svg>
);

export const SUN = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />
  </>,
);
export const MOON = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z" />);
export const HALF = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17Z" fill="currentColor" stroke="none" />
  </>,
);
export const KEYBOARD = icon(
  <>
    <rect x="3" y="6" width="18" height="12" rx="2" />
    <path d="M7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M8 14h8" />
  </>,
);
export const LIST = icon(<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01" />);
export const GRID = icon(<path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z" />);
export const FILTER = icon(<path d="M4 6h16M7 12h10M10 18h4" />);
export const UNDO = icon(<path d="M9 7 4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 5 5V18" />);
export const REDO = icon(<path d="m15 7 4.5 4.5L15 16M19 11.5h-9a5 5 0 0 0-5 5V18" />);
export const LEFT = icon(<path d="m14 6-6 6 6 6" />);
export const RIGHT = icon(<path d="m10 6 6 6-6 6" />);
export const SKIP = icon(<path d="m6 6 6 6-6 6M13 6l6 6-6 6" />);
export const CHECK = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const CROSS = icon(<path d="m7 7 10 10M17 7 7 17" />);
export const PERSON = icon(
  <>
    <circle cx="12" cy="8" r="3.5" />
    <path d="M5 20c.8-4 3.600-6 7-6s6.200 2 7 6" />
  </>,
);
export const MAP = icon(
  <>
    <circle cx="6" cy="7" r="2" />
    <circle cx="16" cy="6" r="2.6" />
    <circle cx="10" cy="14" r="2.2" />
    <circle cx="18" cy="17" r="1.6" />
    <circle cx="5" cy="19" r="1.4" />
  </>,
);

/** Of the panels, on a phone. */
export const SETTINGS = icon(
  <path d="M4 7h8M18 7h2M4 17h2M12 17h8M15 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM9 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z" />,
);
export const PLAY = icon(<path d="M7.5 5v14l11-7Z" />);
export const PICTURE = icon(
  <>
    <rect x="3.5" y="5" width="17" height="14" rx="2" />
    <path d="m4 16 4.5-4.5 4 4 2.5-2.5 5 4.5M15.5 9h.01" />
  </>,
);
export const CALENDAR = icon(
  <>
    <rect x="4" y="5.5" width="16" height="14.5" rx="2" />
    <path d="M4 10h16M8.5 3.5v4M15.5 3.5v4" />
  </>,
);
export const PENCIL = icon(<path d="m5 19 1-4L16.5 4.5l3 3L9 18ZM14 7l3 3" />);
export const LENS = icon(
  <>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5 5" />
  </>,
);
