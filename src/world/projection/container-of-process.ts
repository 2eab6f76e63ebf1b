/** In which container a process runs, as the row of that container. */
import type { Process } from '../../host/index.ts';
import type { World } from '../world.ts';

/** Container rows by the number of their main process on the host. */
export function containersByPid(world: World, host: string): ReadonlyMap<number, string> {
  const running = (world.runtimes.get(host)?.list() ?? []).filter((c) => c.process);
  return new Map(running.map((c) => [c.process!.hostPid, `${host}/${c.id}`]));
}

/** The container row that a process belongs to, '' outside of all. */
export function containerAbove(process: Process, containers: ReadonlyMap<number, string>): string {
  for (let p: Process | undefined = process; p; p = p.parent) {
    const id = containers.get(p.hostPid);
    if (id) return id;
  }
  return '';
}
