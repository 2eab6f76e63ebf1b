/** npm run swarm -- --seeds N [--seed S]: N random histories from seed S on (1 when left out), or the one seed that is named alone. */
import { parseArgs } from 'node:util';
import { loadAllAssets, runSwarm } from '../world/index.ts';

const { values } = parseArgs({ args: process.argv.slice(2), options: { seeds: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } } });
await loadAllAssets();
const first = Number(values.seed);
let failed = 0;
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const { violations, operations } = runSwarm(seed);
  if (violations.length === 0) continue;
  failed++;
  process.stdout.write(`seed ${seed}\n  ${operations.join('\n  ')}\n  !! ${violations.join('\n  !! ')}\n`);
}
process.stdout.write(`${values.seeds} seeds, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
