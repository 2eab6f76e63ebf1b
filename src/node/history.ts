/**
 * node src/node/run.mjs history FILE.script: plays a script in a fresh world and prints, as JSON, the session that came of it and the
 * hash that every engine must reach that replays it to the same moment. A browser test compares the two.
 */
import { readFileSync } from 'node:fs';
import { loadAllAssets, loadAsset, logHash, parseScript, playScript, Session, SessionStage } from '../world/index.ts';

const AFTER_MS = 5_000; // beyond the last input: what it set going

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: node src/node/run.mjs history FILE.script\n');
  process.exit(2);
}
await loadAllAssets();
const script = parseScript(readFileSync(path, 'utf8'));
const live = new Session(script.scenario ?? 'default', String(script.seed));
playScript(script, new SessionStage(live));
const { record } = live;
const untilMs = (record.inputs.at(-1)?.atMs ?? 0) + AFTER_MS;
const { world } = await Session.replay(record, loadAsset);
world.clock.run(untilMs, { stepsMax: Infinity });
process.stdout.write(JSON.stringify({ session: record, untilMs, hash: logHash(world), steps: world.clock.steps }));
