/** The scenarios by name. */
import { Asset } from '../../sim/index.ts';
import type { Scenario } from '../scenario.ts';
import { playground } from './default.ts';
import type * as More from './more.ts';

const { './more.ts': fetch } = import.meta.glob<typeof More>('./more.ts');

export const moreScenarios = new Asset('more-scenarios', fetch!);

const moreNames = ['golden', 'notes', 'machines', 'mac'] as const satisfies readonly (keyof typeof More)[];

export const scenarioNames: readonly string[] = [playground.name, ...moreNames];

/** Throws Error when there is none of this name; NeedsAsset until it has been loaded. */
export function scenarioNamed(name: string): Scenario {
  if (name === playground.name) return playground;
  const other = moreNames.find((known) => known === name);
  if (!other) throw new Error(`no scenario "${name}"; there are ${scenarioNames.join(', ')}`);
  return moreScenarios.get()[other];
}
