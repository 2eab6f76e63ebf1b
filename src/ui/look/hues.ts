// The colours of revisions: eight that stay apart in both themes, taken in turn.

export const HUES = 8;

export function hueColour(hue: number): string {
  return hue < 0 ? 'var(--hue-none)' : `var(--hue-${hue % HUES})`;
}
