/** Ids, commands and times as lists shorten them. */
import { dockerDuration, formatGoTime } from '../../../base/index.ts';

export function shortId(id: string): string {
  return (id.startsWith('sha256:') ? id.slice('sha256:'.length) : id).slice(0, 12);
}

/** At most so many characters, the last a dot-dot-dot when something is missing. */
export function ellipsis(text: string, length: number): string {
  const runes = [...text];
  return runes.length <= length ? text : `${runes.slice(0, length - 1).join('')}…`;
}

export function sinceText(nowMs: number, seconds: number): string {
  return `${dockerDuration(nowMs - seconds * 1000)} ago`;
}

/** "2026-11-21 19:39:41 +0000 UTC" */
export function createdText(seconds: number): string {
  return formatGoTime(seconds * 1000);
}
