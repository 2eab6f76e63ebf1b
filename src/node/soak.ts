/** npm run soak [-- --loops N --minutes M]: an hour of virtual time with a thousand sleeping loops; fails when the heap grows. */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { growthOf, loadAllAssets, runSoak, SOAK_GROWTH_MAX_BYTES } from '../world/index.ts';
import { wholeNumber } from './misuse.ts';

const { values } = parseArgs({ args: process.argv.slice(2), options: { loops: { type: 'string', default: '1000' }, minutes: { type: 'string', default: '60' } } });
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
await loadAllAssets();
const result = runSoak({
  loops: wholeNumber('loops', values.loops, 1),
  minutes: wholeNumber('minutes', values.minutes, 1),
  heapBytes: () => {
    gc();
    const { heapUsed } = process.memoryUsage();
    process.stdout.write(`${mib(heapUsed)} MiB\n`);
    return heapUsed;
  },
});
const growth = growthOf(result);
const isFlat = growth < SOAK_GROWTH_MAX_BYTES && new Set(result.processes).size === 1;
process.stdout.write(`${isFlat ? 'flat' : 'not flat'}: ${mib(growth)} MiB more in the second half; processes ${result.processes.join(' ')}\n`);
process.exitCode = isFlat ? 0 : 1;
