/** The unit files of a machine: what came with it lies there as files, too, and what people write is taken when init is told, or when it is first asked for a unit. */
import type { Init } from './init.ts';
import { isFolder, readUnit, unitFolders, type UnitFile } from './unit-file.ts';
import { unitText } from './unit-text.ts';

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
  const names = new Set(unitFolders.filter((each) => isFolder(files, each)).flatMap((each) => files.readdir(each)).filter((file) => file.endsWith('.service')).map((file) => file.slice(0, -'.service'.length)));
  init.masked.clear();
  init.faults.clear();
  for (const name of names) take(init, name);
  for (const { name } of init.units) if (!names.has(name)) forgetIdle(init, name);
}

function take(init: Init, name: string): UnitFile | undefined {
  const file = readUnit(init.host, name, init.own.get(name));
  if (file?.isMasked) init.masked.add(name);
  else if (file?.spec) init.load(file.spec);
  else if (file) init.faults.set(name, file.fault);
  return file;
}

/** One that runs, or that has failed, is known until it does so no more. */
function forgetIdle(init: Init, name: string): void {
  init.faults.delete(name);
  if (init.status(name)?.state === 'inactive') init.remove(name);
}

/** The files of a unit as they are now; one that nobody has asked for yet is taken, one whose file has gone forgotten. */
export function findUnit(init: Init, name: string): UnitFile | undefined {
  if (!init.has(name) && !init.faults.has(name)) return take(init, name);
  const file = readUnit(init.host, name, init.own.get(name));
  if (!file && init.host.facts.kernel === 'Linux') forgetIdle(init, name);
  return file;
}
