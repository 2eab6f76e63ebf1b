/** world: puts a world together from a scenario, and plays it: sessions and their replay, the engine behind its messages, scripts, faults, invariants. */
export { loadAllAssets, loadAsset } from './assets.ts';
export { Engine, type Companion, type EngineParts } from './engine/engine.ts';
export { logHash } from './log-hash.ts';
export { scenarioNamed, scenarioNames } from './scenarios/index.ts';
export { outsideWindowBytes } from './outside-calls.ts';
export { parseScript, printScript, ScriptError, type Script } from './script/format.ts';
export { playScript, type Difference, type Played } from './script/player.ts';
export { comparable, makeRenaming, renameScript } from './script/rename.ts';
export { SessionStage } from './script/session-stage.ts';
export type { Scenario } from './scenario.ts';
export { Session } from './session.ts';
export { growthOf, runSoak, SOAK_GROWTH_MAX_BYTES } from './soak.ts';
export { runSwarm, type SwarmResult } from './swarm.ts';
export { World } from './world.ts';
