/** `83 %`; a dash where nothing is known. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${Math.round(share * 100)}\u00a0%`;

export const twoDigits = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

/** `0.25`, for a coordinate: no more digits than can be seen. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100);
