/** The log hash: equal for two runs that had the same history to the byte. The running part is cheap; the values are hashed only when asked. */
import { LogHash, printJson, sha256Hex } from '../base/index.ts';
import type { ContainerRecord } from '../containers/index.ts';
import type { World } from './world.ts';

export function logHash(world: World): string {
  const values = new LogHash();
  for (const cluster of world.clusters) {
    const { store } = cluster;
    for (const table of store.tableNames()) for (const key of store.keys(table)) values.text(`${key} ${printJson(store.get(key))}`);
  }
  for (const { store } of world.runtimes.values()) {
    for (const key of store.keys('pulls')) values.text(`${key} ${printJson(store.get(key))}`);
    for (const key of store.keys('containers')) {
      const { name, createdMs, status } = store.get(key) as ContainerRecord;
      values.text(`${key} ${name} ${createdMs} ${printJson(status)}`);
    }
  }
  return sha256Hex(`${world.clock.hash.hex()} ${world.clock.now} ${world.clock.steps} ${values.hex()}`).slice(0, 32);
}
