/** /etc/sudoers: who may run which command as another user. As in sudoers(5) the last rule that speaks of the command decides; of hosts
 * and run-as lists every one is taken to match, and nobody is asked for a password. */
import type { FileView } from '../../host/index.ts';

export type Verdict = 'allowed' | 'not-this-command' | 'unknown-user' | 'no-sudoers';

export function mayRun(files: FileView, user: string, groups: readonly string[], path: string): Verdict {
  let text: string;
  try {
    text = files.readText('/etc/sudoers');
  } catch {
    return 'no-sudoers';
  }
  const mine = rules(text).filter(({ who }) => who === 'ALL' || (who.startsWith('%') ? groups.includes(who.slice(1)) : who === user));
  if (mine.length === 0) return 'unknown-user';
  const last = mine.flatMap((rule) => rule.commands).findLast((command) => speaksOf(command.replace(/^!\s*/, ''), path));
  return last === undefined || last.startsWith('!') ? 'not-this-command' : 'allowed';
}

interface Rule {
  readonly who: string; // "student", "%sudo", "ALL"
  readonly commands: readonly string[]; // "/usr/bin/docker", "/usr/sbin/", "!/usr/bin/su", "ALL"
}

function rules(text: string): Rule[] {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap((line) => {
    const [, who, what] = /^\s*([^#\s@]\S*)\s+[^=\s]+\s*=\s*(?:\([^)]*\)\s*)?(.*)$/.exec(line) ?? [];
    if (who === undefined || what === undefined || who.startsWith('Defaults')) return [];
    return [{ who, commands: what.split(',').map((command) => command.trim().replace(/^(?:[A-Z]+:\s*)+/, '')) }];
  });
}

function speaksOf(command: string, path: string): boolean {
  const [program = ''] = command.split(/\s/);
  return program === 'ALL' || program === path || (program.endsWith('/') && path.startsWith(program) && !path.slice(program.length).includes('/'));
}
