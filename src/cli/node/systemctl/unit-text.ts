/** Units as systemctl prints them. */
import { signalNames, signalNumber, type Process, type UnitFile, type UnitStatus } from '../../../host/index.ts';
import { lineText } from '../journalctl/journal-modes.ts';
import { stateOf } from './unit-file-verbs.ts';
import { longTime, span } from '../journal-time.ts';

const LAST_LINES = 10;

/** One that cannot be started. */
export function unloadedText(name: string, { path, isMasked, fault }: UnitFile): string {
  if (isMasked) return `○ ${name}.service\n     Loaded: masked (Reason: Unit ${name}.service is masked.)\n     Active: inactive (dead)\n`;
  return `○ ${name}.service\n     Loaded: bad-setting (Reason: Unit ${name}.service has a bad unit file setting.)\n     Active: inactive (dead)\n\n${path}: ${name}.service: ${fault}\n`;
}

export function statusText(p: Process, unit: UnitStatus, lastLines = LAST_LINES): string {
  const { host } = p;
  const found = host.init.find(unit.name);
  const dot = unit.state === 'active' ? '●' : unit.state === 'failed' ? '×' : '○';
  const atMs = host.wallMs - host.clock.now + unit.sinceMs;
  const result = unit.state === 'failed' || unit.subState === 'auto-restart' ? ` (Result: ${unit.result})` : ` (${unit.subState})`;
  const shownState = unit.subState === 'auto-restart' ? `${unit.state} (auto-restart)${result}` : `${unit.state}${result}`;
  const enabled = stateOf(host.init, unit.name);
  const loaded = found ? `loaded (${found.path}; ${enabled}; preset: enabled)` : `not-found (Reason: Unit ${unit.name}.service not found.)`;
  const lines = [`${dot} ${unit.name}.service - ${unit.description}`, `     Loaded: ${loaded}`];
  if (found && found.dropIns.length > 0) lines.push(`    Drop-In: ${dropInText(found.dropIns)}`);
  const since = unit.sinceMs === 0 && unit.state === 'inactive' ? '' : ` since ${longTime(atMs)}; ${span(host.clock.now - unit.sinceMs)} ago`;
  lines.push(`     Active: ${shownState}${since}`);
  const main = unit.pid === undefined ? undefined : host.processes.get(unit.pid);
  if (main) {
    const group = main.cgroup;
    const members = [...group.allProcesses()];
    lines.push(`   Main PID: ${unit.pid} (${main.name})`, `      Tasks: ${members.length}`, `     CGroup: ${group.path}`);
    members.forEach((member, i) => lines.push(`             ${i === members.length - 1 ? '└─' : '├─'}${member.hostPid} ${member.argv.join(' ')}`));
  } else if (unit.code !== undefined) {
    lines.push(`   Main PID: (${endText(unit.code)})`);
  }
  const journal = host.init.journal.read({ unit: unit.name }).slice(lastLines === 0 ? Infinity : -lastLines);
  return `${lines.join('\n')}\n${journal.length > 0 ? '\n' : ''}${journal.map((line) => lineText(host, line)).join('')}`;
}

function endText(code: number): string {
  const result = { 0: '0/SUCCESS', 1: '1/FAILURE', 203: '203/EXEC' }[code] ?? `${code}/n/a`;
  return code > 128 && code !== 203 ? `code=killed, signal=${(signalNames.find((name) => signalNumber(name) === code - 128) ?? '').replace('SIG', '')}` : `code=exited, status=${result}`;
}

function dropInText(paths: readonly string[]): string {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))];
  return folders.map((folder) => `${folder}\n             └─${paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)).join(', ')}`).join('\n             ');
}

export interface ListedUnit extends UnitStatus {
  readonly isGone: boolean;
}

/** `plain`: without the dots before what has failed. */
export function listText(units: readonly ListedUnit[], { legend, plain }: { readonly legend: boolean; readonly plain: boolean }): string {
  const cells = units.map((u) => [`${u.name}.service`, u.isGone ? 'not-found' : 'loaded', u.state, u.subState, u.description]);
  const rows = legend ? [['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION'], ...cells] : cells;
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row[i]!.length)));
  const text = rows.map((row) => `${plain ? '' : row[1] === 'not-found' || row[2] === 'failed' ? '● ' : '  '}${row.map((cell, i) => (i < 4 ? cell.padEnd(widths[i]!) : cell)).join(' ')}\n`).join('');
  if (!legend) return text;
  const meaning = 'Legend: LOAD   → Reflects whether the unit definition was properly loaded.\n        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.\n        SUB    → The low-level unit activation state, values depend on unit type.\n';
  return `${text}${units.length > 0 ? `\n${meaning}\n` : ''}${units.length} loaded units listed.\n`;
}
