/** The three load averages, in the kernel's own fixed-point arithmetic: a step every five seconds, whole numbers only. */

const STEP_MS = 5_000;
const FIXED_1 = 2_048;
const DECAYS = [1_884, 2_014, 2_037] as const; // over one, five and fifteen minutes
const STEPS_MAX = 2_000; // after that many with the same load the averages stand

export class LoadAverage {
  private readonly loads = [0, 0, 0];
  private stepsTaken = 0;

  /** `active` processes have been runnable since the last call. */
  advance(nowMs: number, active: number): void {
    const due = Math.floor(nowMs / STEP_MS);
    const steps = Math.min(due - this.stepsTaken, STEPS_MAX);
    this.stepsTaken = due;
    for (let i = 0; i < steps; i++) {
      for (let k = 0; k < 3; k++) {
        const wanted = active * FIXED_1;
        const sum = this.loads[k]! * DECAYS[k]! + wanted * (FIXED_1 - DECAYS[k]!);
        this.loads[k] = Math.floor((sum + (wanted >= this.loads[k]! ? FIXED_1 - 1 : 0)) / FIXED_1);
      }
    }
  }

  /** "0.50", "0.12", "0.04". */
  texts(): [string, string, string] {
    const text = (load: number) => {
      const hundredths = Math.floor(((load + FIXED_1 / 200) * 100) / FIXED_1);
      return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
    };
    return [text(this.loads[0]!), text(this.loads[1]!), text(this.loads[2]!)];
  }
}
