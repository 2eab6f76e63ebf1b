/** npm run swarm -- --seeds N [--seed S]: N random histories from seed S on (1 when left out), or the one seed that is named alone. */
import { parseArgs } from 'node:util';
import { loadAllAssets, runSwarm } from '../world/index.ts';
import { wholeNumber } from './misuse.ts';

const { values } = parseArgs({ args: process.argv.slice(2), options: { seeds: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } } });
await loadAllAssets();
const first = wholeNumber('seed', values.seed);
const count = wholeNumber('seeds', values.seeds, 1);
let failed = 0;
for (let seed = first; seed < first + count; seed++) {
  const { violations, operations } = runSwarm(seed);
  if (violations.length === 0) continue;
  failed++;
  process.stdout.write(`seed ${seed}\n  ${operations.join('\n  ')}\n  !! ${violations.join('\n  !! ')}\n`);
}
process.stdout.write(`${count} ${count === 1 ? 'seed' : 'seeds'}, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
