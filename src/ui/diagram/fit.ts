// How a scene is placed in its window: whole and in the middle where that stays legible, else as wide as the window and from its top.

export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const ZOOM_MIN = 0.08;
export const ZOOM_MAX = 2.5;
const FIT_MAX = 1.15; // a small world is not blown up
const LEGIBLE = 0.62;
const MARGIN = 24;

export interface Inset {
  readonly right: number;
  readonly bottom: number;
}

export function fitScene(scene: { readonly width: number; readonly height: number }, window: { readonly width: number; readonly height: number }, inset: Inset): Placement {
  const margin = Math.min(MARGIN, window.width * 0.03);
  const width = Math.max(120, window.width - inset.right - 2 * margin);
  const height = Math.max(120, window.height - inset.bottom - 2 * margin);
  const byWidth = width / Math.max(1, scene.width);
  const whole = Math.min(byWidth, height / Math.max(1, scene.height));
  const zoom = clamp(whole < LEGIBLE && byWidth > whole ? Math.min(byWidth, LEGIBLE) : whole, ZOOM_MIN, FIT_MAX);
  const x = margin + Math.max(0, (width - scene.width * zoom) / 2);
  const y = margin + Math.max(0, (height - scene.height * zoom) / 2);
  return { x, y, zoom };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
