/** What systemctl does with the files of units: shown, linked so that they begin with the machine, and kept from being started. */
import type { Init, Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { NodeVerb } from '../tool.ts';
import { fullName, unitName, unitsNamed } from './unit-names.ts';

export function demandRoot(uid: number, words: string): void {
  if (uid !== 0) throw new CommandError(words, { isBare: true });
}

/** As is-enabled says it. */
export function stateOf(init: Init, unit: string): string {
  const file = init.find(unit);
  if (file?.isMasked) return 'masked';
  if (!file || !init.has(unit)) return 'not-found';
  return init.status(unit)!.enabled ? 'enabled' : file.wantedBy.length === 0 ? 'static' : 'disabled';
}

/** `start` is what --now does besides. */
export function enableVerb(name: 'enable' | 'disable', act: (init: Init, unit: string) => Task): NodeVerb {
  return {
    name,
    summary: `${name === 'enable' ? 'Enable' : 'Disable'} one or more units`,
    usage: `${name} [--now] UNIT...`,
    *run({ p, flags, args }) {
      if (args.length === 0) throw new CommandError('Too few arguments.', { isBare: true });
      const { init } = p.host;
      for (const unit of args.map(unitName)) {
        const full = fullName(unit);
        const file = init.find(unit);
        if (file?.isMasked) throw new CommandError(`Failed to ${name} unit: Unit file ${file.path} is masked.`, { isBare: true });
        if (!file || !init.has(unit)) throw new CommandError(`Failed to ${name} unit: Unit file ${full} does not exist.`, { isBare: true });
        demandRoot(p.uid, `Failed to ${name} unit: Interactive authentication required.`);
        if (file && file.wantedBy.length === 0) yield* p.error(noInstall);
        else yield* link(p, name === 'enable', full, file?.path ?? `/lib/systemd/system/${full}`, file?.wantedBy ?? ['multi-user.target']);
        if (!file || file.wantedBy.length > 0) init.enable(unit, name === 'enable');
        if (flags.bool('now')) yield* act(init, unit);
      }
    },
  };
}

/** Its links are made anew. */
export const reenableVerb: NodeVerb = {
  name: 'reenable',
  summary: 'Reenable one or more units',
  usage: 'reenable UNIT...',
  *run(call) {
    const silent = { ...call, flags: call.flags.without(['now']) };
    yield* enableVerb('disable', function* () {}).run(silent);
    yield* enableVerb('enable', function* () {}).run(silent);
  },
};

const noInstall = 'The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,\nAlso=, or Alias= settings in the [Install] section, and DefaultInstance= for\ntemplate units). This means they are not meant to be enabled or disabled using systemctl.\n';

function* link(p: Process, on: boolean, full: string, target: string, wantedBy: readonly string[]): Task {
  const { files } = p;
  for (const wanting of wantedBy) {
    const folder = `/etc/systemd/system/${wanting}.wants`;
    const there = files.exists(folder) && files.readdir(folder).includes(full);
    if (there === on) continue;
    files.mkdir(folder, { recursive: true });
    if (on) files.symlink(target, `${folder}/${full}`);
    else files.unlink(`${folder}/${full}`);
    yield* p.error(on ? `Created symlink ${folder}/${full} → ${target}.\n` : `Removed "${folder}/${full}".\n`);
  }
}

export function maskVerb(name: 'mask' | 'unmask'): NodeVerb {
  return {
    name,
    summary: `${name === 'mask' ? 'Mask' : 'Unmask'} one or more units`,
    usage: `${name} UNIT...`,
    *run({ p, args }) {
      const { init, files } = p.host;
      for (const unit of args.map(unitName)) {
        const path = `/etc/systemd/system/${unit}.service`;
        const file = init.find(unit);
        demandRoot(p.uid, `Failed to ${name} unit: Interactive authentication required.`);
        if ((file?.isMasked === true) === (name === 'mask')) continue;
        if (name === 'mask') {
          if (file?.path === path) throw new CommandError(`Failed to mask unit: File '${path}' already exists.`, { isBare: true });
          if (!file) yield* p.error(`Unit ${unit}.service does not exist, proceeding anyway.\n`);
          files.symlink('/dev/null', path);
          yield* p.error(`Created symlink ${path} → /dev/null.\n`);
        } else {
          files.unlink(path);
          yield* p.error(`Removed "${path}".\n`);
        }
        init.reload();
      }
    },
  };
}

export const catVerb: NodeVerb = {
  name: 'cat',
  summary: 'Show files and drop-ins of specified units',
  usage: 'cat UNIT...',
  *run({ p, args }) {
    for (const [i, unit] of unitsNamed(p.host.init, args).entries()) {
      const file = p.host.init.find(unit);
      if (!file) throw new CommandError(`No files found for ${fullName(unit)}.`, { isBare: true });
      if (file.isMasked) {
        yield* p.print(`# Unit ${unit}.service is masked.\n`);
        continue;
      }
      for (const [n, path] of [file.path, ...file.dropIns].entries()) yield* p.print(`${i + n > 0 ? '\n' : ''}# ${path}\n${p.host.files.readText(path)}`);
    }
  },
};

/** No unit here says what would make it read its settings anew. */
export const reloadUnitVerb: NodeVerb = {
  name: 'reload',
  summary: 'Reload one or more units',
  usage: 'reload UNIT...',
  *run({ p, args }) {
    for (const unit of args.map(unitName)) {
      p.host.init.find(unit);
      yield* p.error(p.host.init.has(unit) ? `Failed to reload ${fullName(unit)}: Job type reload is not applicable for unit ${fullName(unit)}.\n` : `Failed to reload ${fullName(unit)}: Unit ${fullName(unit)} not found.\n`);
    }
    return 1;
  },
};

export const resetFailedVerb: NodeVerb = {
  name: 'reset-failed',
  summary: 'Reset failed state for all, one, or more units',
  usage: 'reset-failed [UNIT...]',
  *run({ p, args }) {
    const { init } = p.host;
    demandRoot(p.uid, 'Failed to reset failed state: Interactive authentication required.');
    for (const unit of args.length > 0 ? unitsNamed(init, args) : init.units.map(({ name }) => name)) {
      if (!init.has(unit)) throw new CommandError(`Failed to reset failed state of unit ${fullName(unit)}: Unit ${fullName(unit)} not loaded.`, { isBare: true });
      init.resetFailed(unit);
    }
    yield* p.print('');
  },
};

export const defaultVerb: NodeVerb = {
  name: 'get-default',
  summary: 'Get the name of the default target',
  usage: 'get-default',
  *run({ p }) {
    yield* p.print('multi-user.target\n');
  },
};
