/** What a message says of a pod's sandbox or of a container, member by member: nothing in it is believed to be what it should be. */
import { isJsonObject, type Json } from '../../base/index.ts';

export function given(message: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), message);
}

export function text(message: Json | undefined, ...path: readonly string[]): string {
  const value = given(message, ...path);
  return typeof value === 'string' ? value : '';
}

/** Numbers of 64 bits come as texts, too. */
export function count(message: Json | undefined, ...path: readonly string[]): number {
  const value = given(message, ...path);
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}

export function isOn(message: Json | undefined, ...path: readonly string[]): boolean {
  return given(message, ...path) === true;
}

export function items(message: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const value = given(message, ...path);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function words(message: Json | undefined, ...path: readonly string[]): readonly string[] {
  return items(message, ...path).filter((item) => typeof item === 'string');
}

/** Names and texts. */
export function pairs(message: Json | undefined, ...path: readonly string[]): Readonly<Record<string, string>> {
  const value = given(message, ...path);
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string')) : {};
}

const modes = ['POD', 'CONTAINER', 'NODE', 'TARGET'];

/** Of a namespace: by its name or by its number. */
export function mode(message: Json | undefined, ...path: readonly string[]): string {
  const value = given(message, ...path);
  return typeof value === 'number' ? (modes[value] ?? '') : typeof value === 'string' && modes.includes(value) ? value : 'POD';
}
