/** The file of a unit that came with the machine. */
import type { UnitSpec } from './unit.ts';

export function unitText({ description, name, argv, env, environmentFiles = [], restart, restartDelayMs, startLimitBurst, killMode, after = [], oomScoreAdjust, remains, oneshot }: UnitSpec): string {
  return [
    '[Unit]',
    `Description=${description ?? name}`,
    ...line('After', after.length > 0 ? after.map((each) => `${each}.service`).join(' ') : undefined),
    ...line('StartLimitIntervalSec', startLimitBurst === 0 ? 0 : undefined),
    '',
    '[Service]',
    ...line('Type', oneshot ? 'oneshot' : undefined),
    ...line('RemainAfterExit', remains ? 'yes' : undefined),
    ...[...(env ?? [])].map(([key, value]) => `Environment=${quoted(`${key}=${value}`)}`),
    ...environmentFiles.map((path) => `EnvironmentFile=${path}`),
    `ExecStart=${argv.map(quoted).join(' ')}`,
    ...line('Restart', restart === 'no' ? undefined : restart),
    ...line('RestartSec', restartDelayMs === undefined ? undefined : restartDelayMs / 1000),
    ...line('KillMode', killMode),
    ...line('OOMScoreAdjust', oomScoreAdjust),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

function line(key: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`${key}=${value}`];
}

function quoted(word: string): string {
  return /[\s"]/.test(word) ? JSON.stringify(word) : word;
}
