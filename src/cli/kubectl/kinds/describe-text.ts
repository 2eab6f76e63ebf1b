/** Text as `describe` lays it out: lines at levels, cells parted by tabs, labels one below the other. */
import { describeTable, formatRfc1123z, humanDuration, parseRfc3339, shortHumanDuration, sortedKeys, TableWriter, type Json, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import { text } from '../objects/member.ts';
import { lastAppliedAnnotation } from '../resources/last-applied.ts';

const ANNOTATION_MAX = 140;

export class DescribeText {
  private readonly table = new TableWriter(describeTable);
  private printed = '';
  private written = '';

  /** One line, two blanks a level in. */
  line(level: number, words: string): this {
    const line = `${'  '.repeat(level)}${words}\n`;
    this.written += line;
    this.table.write(line);
    return this;
  }

  /** "Name:" and its value, in two columns. */
  pair(title: string, value: Json | undefined, level = 0): this {
    return this.line(level, `${title}:\t${text(value)}`);
  }

  /** What follows is laid out on its own. */
  flush(): this {
    this.printed += this.table.flush();
    return this;
  }

  /** What was written, tabs and all. */
  get raw(): string {
    return this.written;
  }

  get text(): string {
    return this.flush().printed;
  }

  labels(title: string, labels: JsonObject, level = 0): this {
    const keys = sortedKeys(labels);
    if (keys.length === 0) return this.line(level, `${title}:\t<none>`);
    keys.forEach((key, i) => this.line(level, `${i === 0 ? `${title}:` : ''}\t${key}=${text(labels, key)}`));
    return this;
  }

  annotations(title: string, annotations: JsonObject): this {
    const keys = sortedKeys(annotations).filter((key) => key !== lastAppliedAnnotation);
    if (keys.length === 0) return this.line(0, `${title}:\t<none>`);
    keys.forEach((key, i) => this.annotation(i === 0 ? `${title}:\t` : '\t', '\t', key, text(annotations, key).replace(/\n$/, '')));
    return this;
  }

  private annotation(head: string, indent: string, key: string, value: string): void {
    if (value.length + key.length + 2 <= ANNOTATION_MAX && !value.includes('\n')) {
      this.line(0, `${head}${key}: ${value}`);
      return;
    }
    this.line(0, `${head}${key}:`);
    for (const part of value.split('\n')) this.line(0, `${indent}  ${part.length > ANNOTATION_MAX - 2 ? `${part.slice(0, ANNOTATION_MAX - 2)}...` : part}`);
  }
}

export function orNone(words: string): string {
  return words === '' ? '<none>' : words;
}

/** "Sat, 21 Nov 2026 20:04:21 +0000". */
export function timeText(time: string, absent = ''): string {
  const epochMs = parseRfc3339(time);
  return epochMs === undefined ? absent : formatRfc1123z(Math.floor(epochMs / 1000) * 1000);
}

const twoUnitsSince = 12;

/** How long ago, as AGE columns say it. */
export function ageText({ nowMs, release }: Pick<Invocation, 'nowMs' | 'release'>, time: string): string {
  const epochMs = parseRfc3339(time);
  return epochMs === undefined ? '<unknown>' : (release.minor < twoUnitsSince ? shortHumanDuration : humanDuration)(nowMs - epochMs);
}

/** A map on one line. */
export function flatPairs(map: JsonObject): string {
  return orNone(sortedKeys(map).map((key) => `${key}=${text(map, key)}`).join(','));
}
