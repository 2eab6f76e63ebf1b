// How a scene is placed in its window: whole and in the middle where that stays legible, else as wide as the window and from its top.

export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const ZOOM_MIN = 0.08;
export const ZOOM_MAX = 2.5;
const FIT_MAX = 1.15; // a small world is not blown up, but on a large screen it may be larger
const LARGE_SCREEN = 900;
const LEGIBLE = 0.5;
export const NARROW = 640; // a phone is scrolled rather than squinted at
const MARGIN = 24;

export function fitScene(scene: { readonly width: number; readonly height: number }, window: { readonly width: number; readonly height: number }, footHeight: number, wideLegible = LEGIBLE): Placement {
  const margin = Math.min(MARGIN, window.width * 0.03);
  const width = Math.max(120, window.width - 2 * margin);
  const height = Math.max(120, window.height - footHeight - 2 * margin);
  const byWidth = width / Math.max(1, scene.width);
  const whole = Math.min(byWidth, height / Math.max(1, scene.height));
  const legible = window.width < NARROW ? 1 : wideLegible;
  const zoom = clamp(Math.max(whole, Math.min(byWidth, legible)), ZOOM_MIN, Math.max(FIT_MAX, Math.min(2, window.height / LARGE_SCREEN)));
  const x = margin + Math.max(0, (width - scene.width * zoom) / 2);
  const y = Math.max(margin, 18) + Math.max(0, (height - scene.height * zoom) / 2);
  return { x, y, zoom };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
