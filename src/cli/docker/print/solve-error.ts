/** How a build by BuildKit ends when it fails: the step, the lines of the Dockerfile, the reason. */
import { formatGoValue, isJsonObject, type Json } from '../../../base/index.ts';
import type { SolveState } from './solve-status.ts';

const AROUND = 4;

export function failureText(state: SolveState, detail: Json | undefined): string {
  const vertex = [...state.vertices.values()].find(({ error }) => error !== '');
  const logs = vertex?.lines.map(({ atMs, text }) => `${((atMs - vertex.startedMs) / 1000).toFixed(3)} ${text}\n`).join('') ?? '';
  const step = vertex ? `------\n > ${vertex.name}:\n${logs}------\n` : '';
  const source = isJsonObject(detail) ? detail['source'] : undefined;
  return step + (isJsonObject(source) ? sourceText(formatGoValue(source['filename'] ?? ''), formatGoValue(source['text'] ?? ''), Number(source['first']), Number(source['last'])) : '');
}

function sourceText(filename: string, text: string, first: number, last: number): string {
  const lines = text.split('\n');
  const from = Math.max(1, first - AROUND);
  const to = Math.min(lines.length, last + AROUND);
  const rows: string[] = [];
  for (let line = from; line <= to; line++) rows.push(` ${String(line).padStart(3)} | ${line >= first && line <= last ? '>>>' : '   '} ${lines[line - 1]}\n`);
  const rule = '-'.repeat(20);
  return `${filename}:${first}\n${rule}\n${rows.join('')}${rule}\n`;
}
