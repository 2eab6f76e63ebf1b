/** The scenarios by name. */
import type { Scenario } from '../scenario.ts';
import { golden } from './golden.ts';
import { mac } from './mac.ts';
import { machines } from './machines.ts';
import { notes } from './notes.ts';
import { playground } from './default.ts';

const scenarios: readonly Scenario[] = [playground, golden, notes, machines, mac];

export const scenarioNames: readonly string[] = scenarios.map((s) => s.name);

/** Throws Error when there is none of this name. */
export function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((s) => s.name === name);
  if (!scenario) throw new Error(`no scenario "${name}"; there are ${scenarioNames.join(', ')}`);
  return scenario;
}
