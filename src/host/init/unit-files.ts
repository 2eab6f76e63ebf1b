/** The unit files of a machine: what came with it lies there as files, too, and what people write is taken when init is told, or when it is first asked for a unit. */
import type { Init } from './init.ts';
import { readUnit, unitFolders, unitText, type UnitFile } from './unit-file.ts';

const folder = '/lib/systemd/system';

export function writeUnits(init: Init): void {
  const { files } = init.host;
  for (const spec of init.own.values()) {
    if (init.written.has(spec.name)) continue;
    init.written.add(spec.name);
    const path = `${folder}/${spec.name}.service`;
    if (files.exists(path)) continue;
    files.mkdir(folder, { recursive: true });
    files.writeFile(path, unitText(spec), { mode: 0o644 });
    files.mkdir('/etc/systemd/system/multi-user.target.wants', { recursive: true });
    files.symlink(path, `/etc/systemd/system/multi-user.target.wants/${spec.name}.service`);
  }
}

/** systemctl daemon-reload. */
export function reloadUnits(init: Init): void {
  const { files } = init.host;
  const names = new Set(init.own.keys());
  for (const each of unitFolders) if (files.exists(each) && files.stat(each).kind === 'dir') for (const file of files.readdir(each)) if (file.endsWith('.service')) names.add(file.slice(0, -'.service'.length));
  for (const name of names) take(init, name);
  for (const { name, state } of init.units) if (!names.has(name) && state === 'inactive') init.remove(name);
}

function take(init: Init, name: string): UnitFile | undefined {
  const file = readUnit(init.host, name, init.own.get(name));
  init.masked.delete(name);
  init.faults.delete(name);
  if (file?.isMasked) init.masked.add(name);
  else if (file?.spec) init.load(file.spec);
  else if (file) init.faults.set(name, file.fault);
  return file;
}

/** The files of a unit as they are now; one that nobody has asked for yet is taken. */
export function findUnit(init: Init, name: string): UnitFile | undefined {
  if (!init.has(name) && !init.faults.has(name)) return take(init, name);
  return readUnit(init.host, name, init.own.get(name));
}
