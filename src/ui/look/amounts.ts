// Amounts as the page writes them: bytes, CPU, spans of time. The same digits in every language.
import type { Words } from '../words/en.ts';

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Memory, in powers of two as Kubernetes counts it. */
export function memory(bytes: number): string {
  return scaled(bytes, 1024, BINARY);
}

/** Sizes of images and files, in powers of ten as Docker prints them. */
export function size(bytes: number): string {
  return scaled(bytes, 1000, DECIMAL);
}

function scaled(bytes: number, base: number, units: readonly string[]): string {
  let value = bytes;
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${units[unit]}`;
}

export function cpu(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

/** The largest two units at most: "2m 5s". */
export function span(ms: number, units: Words['units']): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: readonly [number, string][] = [
    [Math.floor(seconds / 86_400), units.day],
    [Math.floor(seconds / 3600) % 24, units.hour],
    [Math.floor(seconds / 60) % 60, units.minute],
    [seconds % 60, units.second],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return `0${units.second}`;
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n}${unit}`)
    .join(' ');
}

/** The time of day of a virtual moment, in UTC, to the millisecond. */
export function timeOfDay(ms: number, epochMs: number): string {
  return new Date(epochMs + ms).toISOString().slice(11, 23);
}
