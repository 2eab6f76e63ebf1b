/** Units as systemctl prints them. */
import { signalNames, signalNumber, type Process, type UnitFile, type UnitStatus } from '../../../host/index.ts';
import { lineText } from '../journalctl/journalctl.ts';
import { stateOf } from './unit-file-verbs.ts';
import { longTime, span } from '../journal-time.ts';

const lastLines = 10;

/** One that cannot be started. */
export function unloadedText(name: string, { path, isMasked, fault }: UnitFile): string {
  if (isMasked) return `○ ${name}.service\n     Loaded: masked (Reason: Unit ${name}.service is masked.)\n     Active: inactive (dead)\n`;
  return `○ ${name}.service\n     Loaded: bad-setting (Reason: Unit ${name}.service has a bad unit file setting.)\n     Active: inactive (dead)\n\n${path}: ${name}.service: ${fault}\n`;
}

export function statusText(p: Process, unit: UnitStatus): string {
  const { host } = p;
  const found = host.init.find(unit.name);
  const file = found?.path ?? `/lib/systemd/system/${unit.name}.service`;
  const dot = unit.state === 'active' ? '●' : unit.state === 'failed' ? '×' : '○';
  const atMs = host.wallMs - host.clock.now + unit.sinceMs;
  const result = unit.state === 'failed' || unit.subState === 'auto-restart' ? ` (Result: ${unit.result})` : ` (${unit.subState})`;
  const shownState = unit.subState === 'auto-restart' ? `${unit.state} (auto-restart)${result}` : `${unit.state}${result}`;
  const enabled = stateOf(host.init, unit.name);
  const lines = [`${dot} ${unit.name}.service - ${unit.description}`, `     Loaded: loaded (${file}; ${enabled}; preset: enabled)`];
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
  const journal = host.init.journal.read({ unit: unit.name }).slice(-lastLines);
  return `${lines.join('\n')}\n${journal.length > 0 ? '\n' : ''}${journal.map((line) => lineText(p, line)).join('')}`;
}

function endText(code: number): string {
  const result = { 0: '0/SUCCESS', 1: '1/FAILURE', 203: '203/EXEC' }[code] ?? `${code}/n/a`;
  return code > 128 && code !== 203 ? `code=killed, signal=${(signalNames.find((name) => signalNumber(name) === code - 128) ?? '').replace('SIG', '')}` : `code=exited, status=${result}`;
}

function dropInText(paths: readonly string[]): string {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))];
  return folders.map((folder) => `${folder}\n             └─${paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)).join(', ')}`).join('\n             ');
}

export function listText(units: readonly UnitStatus[]): string {
  const rows = [['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION'], ...units.map((u) => [`${u.name}.service`, 'loaded', u.state, u.subState, u.description])];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row[i]!.length)));
  const text = rows.map((row, n) => `${n > 0 && row[2] === 'failed' ? '● ' : '  '}${row.map((cell, i) => (i < 4 ? cell.padEnd(widths[i]!) : cell)).join(' ')}\n`).join('');
  const legend = 'Legend: LOAD   → Reflects whether the unit definition was properly loaded.\n        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.\n        SUB    → The low-level unit activation state, values depend on unit type.\n';
  return `${text}${units.length > 0 ? `\n${legend}\n` : ''}${units.length} loaded units listed.\n`;
}
