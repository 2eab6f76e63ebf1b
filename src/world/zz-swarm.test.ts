import { test } from 'vitest';
import { loadAllAssets } from './assets.ts';
import { runSwarm } from './swarm.ts';
test('x', async () => {
  await loadAllAssets();
  const from = Number(process.env.FROM ?? 1), to = Number(process.env.TO ?? 10);
  for (let seed = from; seed <= to; seed++) {
    const t = performance.now();
    let r; try { r = runSwarm(seed); } catch (e) { console.log('SEED', seed, 'THROWS', e); continue; }
    console.log('SEED', seed, (performance.now() - t).toFixed(0), r.violations.length ? '\n  ' + r.violations.join('\n  ') + '\n' + r.operations.join('\n') : 'ok');
  }
}, 600_000);
