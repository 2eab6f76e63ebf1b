// How far a visitor has come in the lessons: kept in the browser's local storage, read with distrust.

export interface Progress {
  readonly open: string; // the lesson that was open, '' for none
  readonly step: number;
  readonly passed: Readonly<Record<string, readonly string[]>>; // ids of steps by lesson
  readonly starts: readonly (StepStart | null)[]; // of the lesson that is open, where each step was first come to
}

/** How far the session had come when a step began. */
export interface StepStart {
  readonly inputs: number;
  readonly nowMs: number;
}

const KEY = 'kubarium.lessons';
const NONE: Progress = { open: '', step: 0, passed: {}, starts: [] };

export function readProgress(storage: Pick<Storage, 'getItem'> | undefined): Progress {
  try {
    const stored = JSON.parse(storage?.getItem(KEY) ?? '{}') as { [K in keyof Progress]?: unknown };
    const passed = Object.entries(stored.passed ?? {}).filter(([, steps]) => Array.isArray(steps) && steps.every((s) => typeof s === 'string'));
    const step = Number.isInteger(stored.step) ? Math.max(0, stored.step as number) : 0;
    return { open: typeof stored.open === 'string' ? stored.open : '', step, passed: Object.fromEntries(passed), starts: Array.isArray(stored.starts) ? stored.starts.map(startOf) : [] };
  } catch {
    return NONE;
  }
}

function startOf(value: unknown): StepStart | null {
  const { inputs, nowMs } = (value ?? {}) as Partial<Record<keyof StepStart, unknown>>;
  return Number.isInteger(inputs) && Number.isInteger(nowMs) ? { inputs: Math.max(0, inputs as number), nowMs: Math.max(0, nowMs as number) } : null;
}

export function writeProgress(storage: Pick<Storage, 'setItem'> | undefined, progress: Progress): void {
  try {
    storage?.setItem(KEY, JSON.stringify(progress));
  } catch {
    // A full or forbidden storage: progress lasts as long as the page.
  }
}
