// The terminals of the world that is shown, by tty: kept while panels fold and come back, ended with their terminal or their world.
import type { Client } from '../../client/index.ts';
import type { Page } from '../page-context.ts';
import type { TerminalTab } from '../state/store.ts';
import { LineHistory } from './line-history.ts';
import { TerminalScreen } from './terminal-screen.ts';

const MONO = ['14px "Kubarium Mono"', '600 14px "Kubarium Mono"'];

let world: Client | undefined;
const screens = new Map<string, TerminalScreen>();
const histories = new Map<string, LineHistory>();

/** Resolves when characters can be measured. */
export async function loadFont(): Promise<void> {
  await Promise.all(MONO.map((font) => document.fonts?.load(font))).catch(() => undefined);
}

export function screenOf(page: Page, client: Client, { tty, host }: TerminalTab): TerminalScreen {
  if (client !== world) {
    keepOnly([]);
    histories.clear();
    world = client;
  }
  let screen = screens.get(tty);
  if (!screen) screens.set(tty, (screen = new TerminalScreen({ page, client, tty, host, historyOf })));
  return screen;
}

/** Ends the screens of terminals that are closed. */
export function keepOnly(ttys: readonly string[]): void {
  for (const [tty, screen] of screens) {
    if (ttys.includes(tty)) continue;
    screen.dispose();
    screens.delete(tty);
  }
}

function historyOf(place: string): LineHistory {
  let history = histories.get(place);
  if (!history) histories.set(place, (history = new LineHistory()));
  return history;
}
